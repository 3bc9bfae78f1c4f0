"""Figures as a table for people and as one JSON object for programs; both rounded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot_news.document import Direction
from polyglot_news.evaluation.accuracy import Share
from polyglot_news.evaluation.measurement import Finished, Hinted, Measurement
from polyglot_news.evaluation.scores import Scores

NO_HINTS = "model knows no hints"
_LEGEND = """
numbers: those that the source has in figures; found: told in figures or in words, a date as its parts.
words/s: by the engine's time, without loading; of lines that are equal one is decoded, and counted.
names:   those that the recogniser finds in the source and that the reference has; found: into English as the reference spells
         them, into Russian in any case. With hints: the same lines asked again, each name told as the reference has it.
         Names are not looked for in lines of over 2,000 characters.
extra:   words of hints that stand in a line more often than in its hints and in its reference.
road:    the lines as `translate` does them, told the same names: items protected, names put right, some lines asked again.
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """What was measured, and how."""

    model: str
    digest: str | None
    engine: str
    direction: Direction
    compute_type: str
    beam: int
    quality: str
    threads: int
    batching: str
    source: str
    reference: str


def write_json(setup: Setup, made: Measurement) -> str:
    """One object; its keys are told by `polyglot-news evaluate --help`."""
    return json.dumps(as_object(setup, made), ensure_ascii=False, indent=2) + "\n"


def as_object(setup: Setup, made: Measurement) -> Mapping[str, object]:
    """All figures: scores with two decimals, shares (0 to 1) with four, null where there is nothing to measure."""
    names = made.name_share
    return {
        "model": setup.model,
        "digest": setup.digest,
        "engine": setup.engine,
        "direction": str(setup.direction),
        "compute_type": setup.compute_type,
        "beam": setup.beam,
        "quality": setup.quality,
        "threads": setup.threads,
        "batching": setup.batching,
        "source": setup.source,
        "reference": setup.reference,
        "lines": made.scores.lines,
        "skipped": made.bitext.skipped,
        "bleu": round(made.scores.bleu, 2),
        "bleu_signature": made.signatures.bleu,
        "chrf": round(made.scores.chrf, 2),
        "chrf_signature": made.signatures.chrf,
        "words": made.words,
        "decoded_words": made.decoded_words,
        "seconds": round(made.seconds, 2),
        "words_per_second": _speed(made),
        "lengths": [_length(str(length), scores) for length, scores in made.lengths],
        "numbers": {**_share("found", made.number_share), "reference_share": _rounded(made.reference_number_share.value)},
        "names": _share("found", names),
        "hints": None if made.hinted is None else _hints(made.hinted),
        "road": _road(made.finished),
    }


def _length(label: str, scores: Scores | None) -> Mapping[str, object]:
    bleu, chrf = (None, None) if scores is None else (round(scores.bleu, 2), round(scores.chrf, 2))
    return {"words": label, "lines": scores.lines if scores else 0, "chrf": chrf, "bleu": bleu}


def _share(found: str, share: Share) -> Mapping[str, object]:
    return {"total": share.total, found: share.found, "share": _rounded(share.value)}


def _hints(hinted: Hinted) -> Mapping[str, object]:
    return {
        **_share("followed", hinted.followed),
        "extra_words": hinted.extra.found,
        "extra_share": _rounded(hinted.extra.value),
        "bleu": round(hinted.scores.bleu, 2),
        "chrf": round(hinted.scores.chrf, 2),
    }


def _road(finished: Finished) -> Mapping[str, object]:
    return {
        "numbers": _share("found", finished.number_share),
        "names": _share("found", finished.name_share),
        "bleu": round(finished.scores.bleu, 2),
        "chrf": round(finished.scores.chrf, 2),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _speed(made: Measurement) -> int:
    return round(made.decoded_words / made.seconds) if made.seconds > 0 else 0


def write_table(setup: Setup, made: Measurement) -> str:
    """Tables in plain text, with what the figures mean."""
    return "\n".join([*_head(setup, made), "", *_scores(made), "", *_by_length(made), "", *_shares(made), _LEGEND])


def _head(setup: Setup, made: Measurement) -> Iterator[str]:
    model = setup.model if setup.digest is None else f"{setup.model}@{setup.digest}"
    threads = f"{setup.threads} thread{'' if setup.threads == 1 else 's'}"
    search = f"beam {setup.beam}" + ("" if setup.quality == "normal" else f", quality {setup.quality}")
    yield f"{model} {setup.direction}: {setup.engine}, {setup.compute_type}, {search}, {threads}, {setup.batching}"
    skipped = f" ({made.bitext.skipped} left out: no source or no reference)" if made.bitext.skipped else ""
    decoded = f" ({made.decoded_words:,} in distinct lines)" if made.decoded_words != made.words else ""
    speed = f"{made.seconds:.1f} s: {_speed(made):,} words/s"
    lines = f"{made.scores.lines:,} line{'' if made.scores.lines == 1 else 's'}"
    yield f"{lines}{skipped}, {made.words:,} words{decoded} in {speed}"


def _scores(made: Measurement) -> Iterator[str]:
    hints, road = made.hinted.scores if made.hinted else None, made.finished.scores
    for name, score, hinted, finished, signature in (
        ("BLEU", made.scores.bleu, hints and hints.bleu, road.bleu, made.signatures.bleu),
        ("chrF", made.scores.chrf, hints and hints.chrf, road.chrf, made.signatures.chrf),
    ):
        told = "" if hinted is None else f"   with hints {hinted:5.1f}"
        yield f"{name}  {score:5.1f}{told}   by the road {finished:5.1f}   {signature}"


def _by_length(made: Measurement) -> Iterator[str]:
    cells = (
        (str(length), str(scores.lines), f"{scores.chrf:.1f}", f"{scores.bleu:.1f}") if scores else (str(length), "0", "-", "-")
        for length, scores in made.lengths
    )
    return _aligned([("words of the source", "lines", "chrF", "BLEU"), *cells])


def _shares(made: Measurement) -> Iterator[str]:
    rows = [
        ("numbers", made.number_share),
        ("numbers in the reference", made.reference_number_share),
        ("names", made.name_share),
    ]
    if made.hinted:
        rows += [("names with hints", made.hinted.followed), ("extra words of hints", made.hinted.extra)]
    rows += [("numbers by the road", made.finished.number_share), ("names by the road", made.finished.name_share)]
    yield from _aligned([("", "of", "found", "share"), *(_share_row(label, share) for label, share in rows)])
    if made.hinted is None:
        yield NO_HINTS


def _share_row(label: str, share: Share) -> tuple[str, ...]:
    return label, str(share.total), str(share.found), "-" if share.value is None else f"{share.value:.1%}"


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines with the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *others in table:
        yield "  ".join((first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))))
