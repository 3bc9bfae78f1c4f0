"""The joint vocabulary of both languages: a SentencePiece unigram model with fallback to bytes.

The order of the pieces is part of every checkpoint:

    0 </s>    1 <unk>    2 >>rus<<    3 >>eng<<    4-13 <x0> .. <x9>    14-269 the bytes    then all others    last <pad>

`<pad>` stands in vocab.json alone; SentencePiece does not know it. There are three ways to a model: take the shipped one
(training that goes on must), train one on text, or choose from a larger one, XLM-R's, the pieces that the data uses; the last
keeps the embeddings that a pretrained encoder has for them.

A SentencePiece file is a protocol buffer. Choosing rewrites its list of pieces and leaves all else as it is, for which its
outermost level is enough; the package protobuf is not needed.
"""

import io
import json
import re
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import sentencepiece

from recipe.files import RecipeError, replacing_in
from recipe.hints import MARKERS

END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
END_ID, UNKNOWN_ID = 0, 1
TAGS = {"ru": ">>rus<<", "en": ">>eng<<"}
"""The piece before a source that is to be translated into the language."""
FIRST_ORDINARY = 2 + len(TAGS) + len(MARKERS) + 256

_ALWAYS = re.compile(r"""[A-Za-zА-Яа-яЁё0-9▁.,:;!?()\[\]"'«»“”‘’„—–\-/%&+=*#@$€£№°…•►<>|_\\~^{}`§©]""")
_PIECES, _TRAINER, _NORMALISER = 1, 2, 3  # fields of a ModelProto
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types


class Type(IntEnum):
    """What a piece is, as a SentencePiece file numbers it."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of the list of pieces."""

    text: str
    score: float
    type: Type = Type.NORMAL


class Pieces:
    """A SentencePiece model with the ids that a checkpoint has."""

    def __init__(self, model: bytes) -> None:
        """Raises RecipeError where it is no SentencePiece model, or begins with other pieces than the training relies on."""
        self.model = model
        self._processor = _load(model)
        self.names: tuple[str, ...] = tuple(map(self._processor.id_to_piece, range(self._processor.get_piece_size())))
        first = (END, UNKNOWN, *TAGS.values(), *MARKERS)
        if self.names[: len(first)] != first:
            raise RecipeError(f"the vocabulary begins with {' '.join(self.names[:14])}, not with {' '.join(first)}")

    @classmethod
    def read(cls, path: Path) -> "Pieces":
        """The model of a `.spm` file. Raises RecipeError where it is none, or not one that a training can have."""
        try:
            return cls(path.read_bytes())
        except RecipeError as error:
            raise RecipeError(f"{path}: {error}") from error

    @property
    def pad(self) -> int:
        """Id of `<pad>`, behind all pieces."""
        return len(self.names)

    def tag(self, language: str) -> int:
        """Id of the piece that asks for a language."""
        return self.names.index(TAGS[language])

    def ids(self) -> dict[str, int]:
        """Piece to id, as vocab.json has it."""
        return {name: number for number, name in enumerate((*self.names, PAD))}

    def encode(self, text: str) -> list[int]:
        """Ids of a text."""
        return list(self._processor.encode(text))

    def encode_all(self, texts: Sequence[str], *, threads: int = 2) -> list[list[int]]:
        """Ids of many texts."""
        found: list[list[int]] = self._processor.encode(list(texts), num_threads=threads)
        return found

    def decode(self, ids: Iterable[int]) -> str:
        """The text that ids spell, `<pad>` and the end left out."""
        return str(self._processor.decode([number for number in ids if number not in (self.pad, END_ID)]))

    def save(self, folder: Path) -> None:
        """Write `source.spm`, `target.spm` (the same) and `vocab.json`."""
        with replacing_in(folder) as made:
            for side in ("source.spm", "target.spm"):
                (made / side).write_bytes(self.model)
            (made / "vocab.json").write_text(json.dumps(self.ids(), ensure_ascii=False), encoding="utf-8")


def _load(model: bytes) -> sentencepiece.SentencePieceProcessor:
    try:
        return sentencepiece.SentencePieceProcessor(model_proto=model)
    except RuntimeError as error:
        raise RecipeError("not a SentencePiece model, such as source.spm of a checkpoint") from error


def read_donor(path: Path) -> bytes:
    """A SentencePiece model to choose from. Raises RecipeError where it is none."""
    donor = path.read_bytes()
    try:
        _load(donor)
    except RecipeError as error:
        raise RecipeError(f"{path}: {error}") from error
    return donor


def train(texts: Iterable[str], *, size: int) -> bytes:
    """A model of at most `size` pieces besides tags, markers and bytes, learned from texts of both languages."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=written,
        model_type="unigram",
        vocab_size=size + FIRST_ORDINARY,
        hard_vocab_limit=False,
        character_coverage=0.9995,
        normalization_rule_name="nmt_nfkc",
        byte_fallback=True,
        eos_id=END_ID,
        unk_id=UNKNOWN_ID,
        bos_id=-1,
        pad_id=-1,
        user_defined_symbols=[*TAGS.values(), *MARKERS],
        minloglevel=2,
    )
    return written.getvalue()


def choose(donor: bytes, texts: Sequence[str], *, size: int) -> bytes:
    """The `size` pieces of a larger unigram model that the texts use most, with its scores and its normalisation.

    Every letter, figure and common sign that the donor has stays, used or not.
    """
    whole = _load(donor)
    counts: Counter[int] = Counter()
    for ids in whole.encode(list(dict.fromkeys(texts)), num_threads=2):
        counts.update(ids)
    pieces = read_pieces(donor)
    ordinary = [number for number, piece in enumerate(pieces) if piece.type is Type.NORMAL]
    kept = {number for number in ordinary if len(pieces[number].text) == 1 and _ALWAYS.match(pieces[number].text)}
    by_use = sorted(set(ordinary) - kept, key=lambda number: (-counts[number], number))
    kept.update([number for number in by_use if counts[number]][: max(size - len(kept), 0)])
    return _assemble([pieces[number] for number in sorted(kept)], donor, texts[:3000])


def _assemble(ordinary: Sequence[Piece], donor: bytes, texts: Sequence[str]) -> bytes:
    """Our first pieces, then `ordinary`; settings as `train` makes them, normalisation as the donor has it."""
    shell = train(texts, size=700)
    first = [piece for piece in read_pieces(shell) if piece.type is not Type.NORMAL]
    out = bytearray()
    for piece in (*first, *ordinary):
        out += _field(_PIECES, _write_piece(piece))
    for model, wanted in ((shell, _TRAINER), (donor, _NORMALISER)):
        for number, content in _fields(model):
            if number == wanted and isinstance(content, bytes):
                out += _field(number, content)
    return bytes(out)


def read_pieces(model: bytes) -> list[Piece]:
    """The pieces of a SentencePiece file, in order."""
    return [_read_piece(content) for number, content in _fields(model) if number == _PIECES and isinstance(content, bytes)]


def find_rows(model: bytes, donor: bytes) -> dict[int, int]:
    """For each id of a model that was chosen from `donor` the id of the same piece there."""
    there = {piece.text: number for number, piece in enumerate(read_pieces(donor)) if piece.type is Type.NORMAL}
    ours = enumerate(read_pieces(model))
    return {number: there[piece.text] for number, piece in ours if piece.type is Type.NORMAL and piece.text in there}


def _read_piece(content: bytes) -> Piece:
    text, score, kind = "", 0.0, Type.NORMAL
    for number, value in _fields(content):
        if number == 1 and isinstance(value, bytes):
            text = value.decode("utf-8", "replace")
        elif number == 2 and isinstance(value, bytes):
            score = struct.unpack("<f", value)[0]
        elif number == 3 and isinstance(value, int):
            kind = Type(value)
    return Piece(text, score, kind)


def _write_piece(piece: Piece) -> bytes:
    score = _varint(2 << 3 | _FIXED32) + struct.pack("<f", piece.score)
    return _field(1, piece.text.encode()) + score + _varint(3 << 3 | _VARINT) + _varint(piece.type)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protocol buffer, with what they contain."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
            if byte < 0x80:
                return value

    def content(size: int) -> bytes:
        nonlocal at
        at += size
        return message[at - size : at]

    read: dict[int, Callable[[], int | bytes]] = {
        _VARINT: varint,
        _BYTES: lambda: content(varint()),
        _FIXED32: lambda: content(4),
        _FIXED64: lambda: content(8),
    }
    while at < len(message):
        key = varint()
        yield key >> 3, read[key & 7]()
