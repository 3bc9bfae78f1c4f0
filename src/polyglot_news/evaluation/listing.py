"""The translations behind the figures, as a table of tab-separated values: a row a line, for people and for programs."""

import re
from collections.abc import Iterator, Sequence

from polyglot_news.evaluation.measurement import Measurement
from polyglot_news.evaluation.names import find_uses
from polyglot_news.names.ledger import Use

COLUMNS = (
    "line",
    "source",
    "reference",
    "translation",
    "with_hints",
    "names",
    "missing",
    "missing_with_hints",
    "by_road",
    "missing_by_road",
)
"""Told by `polyglot-news evaluate --help`."""
_BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def write_translations(made: Measurement, language: str) -> str:
    """A header and a row for each line that was scored, translated into `language`.

    Nothing is quoted; tabs and line breaks inside a text become blanks. What there is nothing of is empty.
    """
    rows = [COLUMNS, *_rows(made, language)]
    return "".join("\t".join(_BREAK.sub(" ", cell) for cell in row) + "\n" for row in rows)


def _rows(made: Measurement, language: str) -> Iterator[tuple[str, ...]]:
    bitext = made.bitext
    hinted = made.hinted.texts if made.hinted else None
    texts = zip(made.texts, hinted or made.texts, made.finished.texts, strict=True)
    lines = zip(bitext.numbers, bitext.sources, bitext.references, made.names, texts, strict=True)
    for number, source, reference, uses, (text, again, road) in lines:
        names = "; ".join(use.target for use in uses)
        asked = (again, _missing(uses, again, language)) if hinted and uses else ("", "")
        missing, missing_by_road = _missing(uses, text, language), _missing(uses, road, language)
        yield str(number), source, reference, text, asked[0], names, missing, asked[1], road, missing_by_road


def _missing(uses: Sequence[Use], text: str, language: str) -> str:
    return "; ".join(use.target for use, found in zip(uses, find_uses(uses, text, language), strict=True) if not found)
