"""Is every name of a source in its translation, and spelled as it should be? An independent count, by a table of names.

`cases/consistency/` has articles and, beside each, a table of the names in it. A use is a word (or words) of the table that
stands in a text as a whole. Nothing of the product is imported, so that its faults are not shared.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

HEADER = "kind\ten\tru\tforms_en\tforms_ru"
KINDS = frozenset({"person", "place", "organisation"})
OTHER = {"ru": "en", "en": "ru"}

_IGNORED = re.compile(
    r"""
    ```.*?``` | `[^`\n]*`                                     # code
    | (?:https?://|www\.)[^\s<>)\]]+                          # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                            # e-mail
    | \b(?:t\.me|vk\.com|x\.com)/(?:\\_|[\w/+-])+             # channels
    | (?<![\w@])[@#](?:\\_|\w)+                               # handles, tags
    """,
    re.VERBOSE | re.DOTALL,
)
_MIDDLE = re.compile(r"\s+(?:[A-ZА-ЯЁ](?:\.\s*|[\w’'-]+\s+)){0,2}")
"""What may stand between a person's first name and surname: nothing, or a patronymic, or initials."""
_BRACKET = re.compile(r"[»”\"*_]*\s*\([«“\"*_]*")
"""What stands between a name and the same name once more, given in brackets for its spelling."""
_FOLDED = str.maketrans({"ё": "е", "Ё": "Е", "’": "'", "‘": "'", "ʼ": "'"})
_ALPHANUMERIC = r"[^\W_]"


class Unit(Protocol):
    """What is read of a segment beside its translation."""

    @property
    def id(self) -> str:
        """Its name in the document."""

    @property
    def source(self) -> str:
        """What stands in the article."""

    @property
    def source_lang(self) -> str:
        """Its language."""

    @property
    def target(self) -> str | None:
        """The translation; None where there is none."""

    @property
    def target_lang(self) -> str | None:
        """The language of the translation; None where none was meant to be."""


@dataclass(frozen=True, slots=True)
class Name:
    """A row of a table: one entity, and the words that make a use of it in each language."""

    kind: str
    en: str
    ru: str
    forms_en: tuple[str, ...]
    forms_ru: tuple[str, ...]

    def forms(self, language: str) -> tuple[str, ...]:
        """The words in one of the two languages."""
        return {"en": self.forms_en, "ru": self.forms_ru}[language]


def read_names(path: Path) -> list[Name]:
    """The rows of a table; ValueError where one is not as it should be."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header != HEADER:
        raise ValueError(f"{path}: the first line is not the header")
    names = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != 5 or cells[0] not in KINDS or not all(cells):
            raise ValueError(f"{path}:{number}: not a row of five cells that begins with a kind")
        kind, en, ru, forms_en, forms_ru = cells
        names.append(Name(kind, en, ru, tuple(forms_en.split("|")), tuple(forms_ru.split("|"))))
    return names


def misspelled_uses(units: Iterable[Unit], names: Iterable[Name]) -> list[str]:
    """A line for each unit and name of which the translation has fewer uses than the source: one is missing or misspelled."""
    counters = _Counters(names)
    lines: list[str] = []
    for unit, target_lang in _translated(units):
        wanted = counters.count(unit.source, unit.source_lang)
        found = counters.count(unit.target or "", target_lang)
        lines.extend(
            f"{unit.id}: {label}: {found[label]} of {uses} | {unit.source} | {unit.target}"
            for label, uses in wanted.items()
            if found[label] < uses
        )
    return lines


def count_uses(units: Iterable[Unit], names: Iterable[Name]) -> int:
    """How many uses of the names the sources of these units have, of those that were to be translated."""
    counters = _Counters(names)
    return sum(sum(counters.count(unit.source, unit.source_lang).values()) for unit, _ in _translated(units))


def missing_uses(units: Iterable[Unit], names: Iterable[Name]) -> int:
    """How many of those uses the translations lack: `1 - missing_uses / count_uses` is the share that is right."""
    counters, missing = _Counters(names), 0
    for unit, target_lang in _translated(units):
        found = counters.count(unit.target or "", target_lang)
        missing += sum(max(0, uses - found[label]) for label, uses in counters.count(unit.source, unit.source_lang).items())
    return missing


def uses_in(text: str, language: str, names: Iterable[Name]) -> dict[str, int]:
    """How often each name is used in a text of one language, the unused ones with 0."""
    return _Counters(names).count(text, language)


def _translated(units: Iterable[Unit]) -> Iterator[tuple[Unit, str]]:
    for unit in units:
        if unit.target_lang is not None and unit.target_lang == OTHER.get(unit.source_lang):
            yield unit, unit.target_lang


class _Counters:
    """Counts the uses of all names in a text, the longest form first; what one name has used up no other name can use.

    Names that have a form in common (Ахметова is his genitive and her nominative) are counted together.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        groups = _grouped(list(names))
        self._labels = [" / ".join(name.en for name in group) for group in groups]
        self._persons = [any(name.kind == "person" for name in group) for group in groups]
        self._forms = {language: _numbered(groups, language) for language in OTHER}
        self._patterns = {language: _pattern(forms) for language, forms in self._forms.items()}

    def count(self, text: str, language: str) -> dict[str, int]:
        """Uses of each name; a first name and its surname are one use, a name and its spelling in brackets too."""
        text = _IGNORED.sub(lambda match: " | ", text).translate(_FOLDED)
        uses = dict.fromkeys(self._labels, 0)
        before, stop = -1, 0
        for match in self._patterns[language].finditer(text):
            group = self._forms[language][" ".join(match.group().split())]
            uses[self._labels[group]] += not (group == before and self._continues(group, text, stop, match.start()))
            before, stop = group, match.end()
        return uses

    def _continues(self, group: int, text: str, stop: int, start: int) -> bool:
        middle = self._persons[group] and _MIDDLE.fullmatch(text, stop, start)
        return bool(middle or _BRACKET.fullmatch(text, stop, start))


def _grouped(names: list[Name]) -> list[list[Name]]:
    groups: list[list[Name]] = []
    for name in names:
        related = [group for group in groups if any(_share_a_form(name, other) for other in group)]
        groups = [group for group in groups if group not in related]
        groups.append([*(other for group in related for other in group), name])
    return groups


def _share_a_form(one: Name, other: Name) -> bool:
    return any(set(_folded(one.forms(language))) & set(_folded(other.forms(language))) for language in OTHER)


def _numbered(groups: list[list[Name]], language: str) -> dict[str, int]:
    """Each form, as it is and in capitals, and the number of the group it belongs to."""
    forms: dict[str, int] = {}
    for number, group in enumerate(groups):
        for form in _folded(form for name in group for form in name.forms(language)):
            forms[form] = number
            forms.setdefault(form.upper(), number)
    return forms


def _folded(forms: Iterable[str]) -> list[str]:
    return [form.translate(_FOLDED) for form in forms]


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    either = "|".join(r"\s+".join(re.escape(word) for word in form.split()) for form in longest_first)
    return re.compile(f"(?<!{_ALPHANUMERIC})(?:{either})(?!{_ALPHANUMERIC})" if either else r"(?!)")
