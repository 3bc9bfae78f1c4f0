"""From a Marian checkpoint to a model for CTranslate2, and the proof that a model works.

    check_checkpoint  ->  TransformersConverter  ->  copy the SentencePiece models  ->  translate a sentence
                      ->  write polyglot-news.json  ->  rename into place

Conversion needs torch (`pip install 'polyglot-news[torch]'`); using a converted model does not.
"""

import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from polyglot_news.document import Direction
from polyglot_news.errors import ModelError, ModelFormatError, UsageError
from polyglot_news.mt.models_files import (
    SPM,
    WEIGHTS,
    Facts,
    check_files,
    check_hashes,
    digest_of,
    facts_of_files,
    put_in_place,
    read_facts,
    read_json,
    sha256_of,
    vocabularies,
    write_facts,
)
from polyglot_news.mt.models_folder import Model, check_checkpoint, facts_found_in, markers_in, read_model, weights_of
from polyglot_news.mt.models_languages import languages_in, tags_of

QUANTIZATIONS = {"int8": "int8_float32", "float32": "float32"}  # for CTranslate2: a checkpoint in float16 must not stay so
_SENTENCES = {"ru": "Переговоры начались в понедельник.", "en": "The talks began on Monday."}
_LONGEST_SAMPLE = 40  # target tokens


@dataclass(frozen=True, slots=True)
class Sample:
    """One sentence that a model was given, and what it made of it."""

    direction: Direction
    source: str
    target: str


def require_torch() -> None:
    """Raise ModelError where torch, which conversion needs, is not installed."""
    if find_spec("torch") is None:
        raise ModelError("converting a checkpoint needs torch, which is not installed: pip install 'polyglot-news[torch]'")


def convert(
    checkpoint: Path,
    destination: Path,
    *,
    name: str,
    quantization: str = "int8",
    revision: str | None = None,
) -> Model:
    """Convert the Marian checkpoint in one folder into a model for CTranslate2 in another, replacing what is there.

    The result stands in `destination` only once it has translated a sentence. Raises ModelFormatError where the checkpoint is
    not whole, not Marian or cannot be converted, DirectionError where it translates other languages, ModelError without torch,
    WriteError where the folder cannot be written, UsageError for an unknown quantization.
    """
    if quantization not in QUANTIZATIONS:
        raise UsageError(f"{quantization}: not a quantization; there is {', '.join(QUANTIZATIONS)}")
    check_checkpoint(checkpoint)
    facts = _facts_of_checkpoint(checkpoint, destination, name=name)
    require_torch()
    with put_in_place(destination) as made:
        _run_converter(checkpoint, made, quantization)
        for file in SPM:
            shutil.copyfile(checkpoint / file, made / file)
        _finish(made, replace(facts, quantization=quantization, revision=revision))
    return read_model(destination)


def copy_converted(folder: Path, destination: Path, *, name: str) -> Model:
    """Copy a converted model into `destination` under another name, replacing what is there.

    Raises ModelFormatError where it is broken, DirectionError where it translates other languages, WriteError.
    """
    model = read_model(folder)
    facts = read_facts(folder)
    if facts is None:
        facts = facts_found_in(folder)
    else:
        check_hashes(folder, facts)
    with put_in_place(destination) as made:
        for file in (WEIGHTS, "config.json", *SPM, *(path.name for path in vocabularies(folder))):
            shutil.copyfile(folder / file, made / file)
        _finish(made, replace(facts, name=name, checkpoint=None if model.checkpoint is None else str(model.checkpoint)))
    return read_model(destination)


def verify(model: Model) -> list[Sample]:
    """Check the hashes of a model's files, then translate one sentence in each of its directions.

    Raises ModelFormatError where a file was changed, where the conversion is of other weights than the checkpoint's, or where
    the model cannot be loaded or fails.
    """
    facts = read_facts(model.folder)
    check_files(model.folder, facts)
    if facts is not None:
        check_hashes(model.folder, facts)
        _check_origin(model, facts)
    return _samples(model)


def _check_origin(model: Model, facts: Facts) -> None:
    if model.checkpoint is None or facts.checkpoint_sha256 is None:
        return
    weights = weights_of(model.checkpoint)
    if sha256_of(weights) != facts.checkpoint_sha256:
        raise ModelFormatError(f"{weights}: other weights than those that {model.folder} was made of; convert them again")


def _facts_of_checkpoint(checkpoint: Path, destination: Path, *, name: str) -> Facts:
    """All that is known of a model before it is converted: everything but its files."""
    config, pieces = read_json(checkpoint / "config.json"), read_json(checkpoint / "vocab.json")
    tokenizer = checkpoint / "tokenizer_config.json"
    languages = languages_in(read_json(tokenizer) if tokenizer.is_file() else {}, name)
    positions = config.get("max_position_embeddings")
    markers = markers_in(pieces, positions=positions if isinstance(positions, int) else 512)
    origin = checkpoint.resolve()
    return Facts(
        name=name,
        directions=tags_of(languages, pieces, where=str(checkpoint)),
        placeholders=markers.placeholders,
        hints=markers.hints,
        window=markers.window,
        checkpoint=".." if destination.resolve().parent == origin else str(origin),
        checkpoint_sha256=sha256_of(weights_of(origin)),
    )


def _finish(made: Path, facts: Facts) -> None:
    """Write the side file, then read the model back and let it translate: what fails here is never put in place."""
    write_facts(made, replace(facts, digest=digest_of(made), files=facts_of_files(made)))
    _samples(read_model(made))


def _run_converter(checkpoint: Path, made: Path, quantization: str) -> None:
    """Run CTranslate2's converter; whatever it raises on strange weights becomes a ModelFormatError."""
    with _quiet():
        try:
            converter = _converter(checkpoint)
            converter.convert(str(made), quantization=QUANTIZATIONS[quantization], force=True)
        except OSError as error:
            if error.errno is not None:  # the disk is full
                raise ModelError(f"{made}: the conversion failed ({error})") from error
            raise ModelFormatError(f"{checkpoint}: cannot be loaded ({_line(error)})") from error
        except Exception as error:  # torch, safetensors, transformers and CTranslate2 have no common base
            raise ModelFormatError(f"{checkpoint}: cannot be converted ({_line(error)})") from error
    if not (made / WEIGHTS).is_file():
        raise ModelFormatError(f"{checkpoint}: the conversion gave no {WEIGHTS}")


def _converter(checkpoint: Path) -> Any:
    """CTranslate2's converter, but for the attention that is returned as alignment.

    CTranslate2 takes one head of the last layer; the mean of all of them is the better alignment (markup is laid back by it).
    """
    import numpy as np
    from ctranslate2.converters import TransformersConverter

    heads = int(read_json(checkpoint / "config.json")["decoder_attention_heads"])

    class Converter(TransformersConverter):  # type: ignore[misc]
        def _load(self) -> Any:
            spec = super()._load()
            spec.decoder.alignment_heads = np.dtype("int16").type(heads)
            return spec

    return Converter(str(checkpoint))


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Without progress bar, reports on loading, and the advice to install sacremoses (its normalisation is not used here)."""
    from transformers.utils import logging as reports

    level, bar = reports.get_verbosity(), reports.is_progress_bar_enabled()
    reports.set_verbosity(logging.CRITICAL)
    reports.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            yield
    finally:
        reports.set_verbosity(level)
        if bar:
            reports.enable_progress_bar()


def _samples(model: Model) -> list[Sample]:
    """One sentence translated in each direction; raises ModelFormatError where the model cannot do it."""
    import ctranslate2
    import sentencepiece

    try:
        translator = ctranslate2.Translator(os.fspath(model.folder), device="cpu", compute_type="auto", intra_threads=1)
        read, write = (
            sentencepiece.SentencePieceProcessor(model_file=str(path)) for path in (model.source_spm, model.target_spm)
        )
        samples = []
        for pair, tag in model.tags.items():
            direction = Direction(*pair.split("-"))
            source = _SENTENCES[direction.source]
            tokens = [*([tag] if tag else []), *read.encode(source, out_type=str), "</s>"]
            made = translator.translate_batch([tokens], beam_size=1, max_decoding_length=_LONGEST_SAMPLE)[0].hypotheses[0]
            samples.append(Sample(direction, source, write.decode_pieces(made)))
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelFormatError(f"{model.folder}: the model cannot be loaded or used ({_line(error)})") from error
    return samples
