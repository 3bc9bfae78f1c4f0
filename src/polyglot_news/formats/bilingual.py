"""What the bilingual writers share: a segment's two sides, its label, and the list of what to distrust."""

from collections.abc import Iterator
from dataclasses import dataclass

from polyglot_news.checks import FLAGS
from polyglot_news.document import BilingualDocument, Block, Segment, Translation

WARNING = "⚠"


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as a bilingual document shows it."""

    block: Block
    segment: Segment
    translation: Translation

    @property
    def is_first(self) -> bool:
        """Whether the segment begins its block."""
        return self.segment.id.endswith(".s1")

    @property
    def is_translated(self) -> bool:
        """Whether the two sides differ by language."""
        return self.translation.language not in (None, self.segment.language)

    @property
    def route(self) -> str:
        """`ru → en`, or the language alone of what is left as it stands."""
        return f"{self.segment.language} → {self.translation.language}" if self.is_translated else self.segment.language


def rows(result: BilingualDocument) -> Iterator[Row]:
    """Every segment in the order of the text."""
    for segment, translation in zip(result.document.segments, result.translations, strict=True):
        yield Row(result.document.blocks[segment.block], segment, translation)


def flagged(result: BilingualDocument) -> list[Row]:
    """The segments that a reader should distrust."""
    return [row for row in rows(result) if row.translation.flags]


def explain(result: BilingualDocument) -> list[tuple[str, str]]:
    """The flags that occur, each with what it means."""
    seen = {flag for translation in result.translations for flag in translation.flags}
    return [(flag, meaning) for flag, meaning in FLAGS.items() if flag in seen]
