"""Shares of what a source has that are right in texts: numbers, and names with and without hints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polyglot_news.evaluation.names import count_extra_words, find_uses, named_words
from polyglot_news.names.ledger import Use
from polyglot_news.text.figures.numbers import count_numbers, lost_numbers


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all."""

    found: int = 0
    total: int = 0

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where there is nothing to be a share of."""
        return self.found / self.total if self.total else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.found + other.found, self.total + other.total)


def number_accuracy(sources: Iterable[str], texts: Iterable[str]) -> Share:
    """Of the numbers that sources have in figures those that the texts tell, in figures or in words.

    Read as `text/figures/numbers.py` reads them; a date or a score is as many numbers as it has parts.
    """
    return sum((_numbers_told(source, text) for source, text in zip(sources, texts, strict=True)), Share())


def name_accuracy(names: Iterable[Sequence[Use]], texts: Iterable[str], language: str) -> Share:
    """Of the uses of names, given for each line, those that the texts in `language` have."""
    found = [find_uses(uses, text, language) for uses, text in zip(names, texts, strict=True)]
    return Share(sum(map(sum, found)), sum(map(len, found)))


def extra_words(names: Iterable[Sequence[Use]], texts: Iterable[str], references: Iterable[str], language: str) -> Share:
    """Words of names that the texts have too often, of all words of names."""
    lines = zip(names, texts, references, strict=True)
    shares = (
        Share(count_extra_words(uses, text, reference, language), sum(len(named_words(use)) for use in uses))
        for uses, text, reference in lines
    )
    return sum(shares, Share())


def _numbers_told(source: str, text: str) -> Share:
    total = count_numbers(source).total()
    return Share(total - lost_numbers(source, text).total(), total)
