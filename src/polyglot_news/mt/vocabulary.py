"""SentencePiece pieces of a Marian model: text to tokens and back, and which tokens are in which script."""

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import sentencepiece

from polyglot_news.document import Span

END = "</s>"
_SPACE = "\u2581"  # SentencePiece writes a space as LOWER ONE EIGHTH BLOCK
_SPECIAL = re.compile(r"<.*>\Z|>>.*<<\Z")
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
_CYRILLIC = re.compile(r"[\u0400-\u052F]")
_FOREIGN = {"en": _CYRILLIC, "ru": _LATIN}
_RESYNC = 8  # characters that normalisation (NFKC) may insert or drop between two pieces


class Vocabulary:
    """The pieces of a model's source and target side.

    Immutable after construction but for caches, so threads may share it.
    """

    def __init__(self, source_spm: Path, target_spm: Path) -> None:
        """Raises OSError where a file cannot be read as a SentencePiece model."""
        self._source = sentencepiece.SentencePieceProcessor(model_file=str(source_spm))
        same = source_spm.read_bytes() == target_spm.read_bytes()
        self._target = self._source if same else sentencepiece.SentencePieceProcessor(model_file=str(target_spm))
        self._pieces = tuple(self._target.id_to_piece(i) for i in range(self._target.get_piece_size()))
        self._forbidden_pieces = functools.cache(self._find_forbidden)
        self.suppressed = functools.lru_cache(maxsize=256)(self._suppressed)

    @property
    def is_shared(self) -> bool:
        """Whether source and target have the same pieces."""
        return self._target is self._source

    def encode(self, text: str) -> tuple[str, ...]:
        """Source tokens of `text`, without tag and end of sentence."""
        return tuple(self._source.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        """The text that target tokens spell."""
        return str(self._target.decode(list(tokens))).replace(_SPACE, " ").strip()

    def _suppressed(
        self, target: str, *, strict: bool, allowed: frozenset[str], placeholders: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Target tokens that must not be produced into language `target`.

        Always: markers but those in `placeholders`, single bytes and the unknown piece; into English, Cyrillic; into Russian,
        words that begin with a small Latin letter (a name or a brand may stay Latin). With `strict`, into Russian no Latin at
        all but the pieces of `allowed`.
        """
        spared = {piece for word in allowed for piece in self.encode(word)} | set(placeholders)
        return tuple(piece for piece in self._forbidden_pieces(target, strict) if piece not in spared)

    def _find_forbidden(self, target: str, strict: bool) -> tuple[str, ...]:
        return tuple(piece for piece in self._pieces if self._forbidden(piece, target, strict=strict))

    @staticmethod
    def _forbidden(piece: str, target: str, *, strict: bool) -> bool:
        if _SPECIAL.match(piece):  # bytes too: a model makes invalid UTF-8 of them as often as a letter
            return piece not in (END, "<s>", "<pad>")
        if target == "ru" and not strict:
            return bool(re.match(_SPACE + r"[a-z]", piece))
        foreign = _FOREIGN.get(target)
        return bool(foreign and foreign.search(piece))


def locate_tokens(text: str, tokens: Sequence[str]) -> list[Span]:
    """Where each token stands in `text`; an empty span for one that normalisation spelled otherwise.

    SentencePiece normalises (NFKC, runs of spaces), so tokens do not always concatenate to the text: each is looked for a few
    characters ahead of where the one before it ended.
    """
    spans, at = [], 0
    for token in tokens:
        surface = token.lstrip(_SPACE)
        found = text.find(surface, at, at + len(surface) + _RESYNC) if surface else -1
        if found < 0:
            spans.append(Span(at, at))
            continue
        at = found + len(surface)
        spans.append(Span(found, at))
    return spans


def filler(longest: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """A source of exactly `length` tokens, tagged as `longest` is; none where `longest` is as long itself.

    It consists of ends of sentence: a model has little to say to that, so it costs little.
    """
    if len(longest) < length:
        tag = longest[:1] if longest[0].startswith(">>") else ()
        yield (*tag, *[END] * (length - len(tag)))
