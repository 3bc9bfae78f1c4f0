"""Made-up pairs for what real ones teach badly: names in every case and both genders, hints against habit, numbers, capitals.

1. A template of `templates.tsv` is chosen, and a value for each of its slots.
2. Each value is put into the Russian side in the case that its slot names, by the package's own declension, and into the
   English side as it is spelled. Where it stands on both sides is remembered: that gives the links.
3. A person is spelled in English by a romanisation drawn at random, a place by one of the spellings that it has. What is not
   the usual spelling gets a link of the kind `told`: the target cannot be guessed, only read from the hint.

The same seed gives the same pairs.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recipe.pairs import Pair, Stretch, WordLink
from recipe.values import LISTED, People, Places, Value, make_value, of_number

TEMPLATES = Path(__file__).with_name("templates.tsv")
_SLOT = re.compile(r"\{(?:(?P<before>[всо]) )?(?P<name>[a-z]\d?)(?:\.(?P<case>[ngdail]))?(?::(?P<forms>[^}]*))?\}")
_SHARES = {"names": 0.55, "headlines": 0.06, "capitals": 0.06, "numbers": 0.13, "copies": 0.08, "words": 0.05, "lists": 0.07}
_SOUNDS_VOWEL = re.compile(r"[аоуэи]", re.IGNORECASE)
_HARD_TO_SAY = {
    "в": re.compile(r"[вф][бвгджзклмнпрстфхцчшщ]", re.IGNORECASE),
    "с": re.compile(r"[сзшж][бвгджзклмнпрстфхцчшщ]|щ", re.IGNORECASE),
}
_FULL = {"в": "во", "с": "со", "о": "об"}


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with slots, in both languages."""

    ru: str
    en: str


@dataclass(slots=True)
class _Side:
    """A side while it is filled."""

    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each name stands, if once."""

    def add(self, text: str) -> None:
        self.text += text

    def add_name(self, slot: str, text: str) -> None:
        self.places[slot] = (len(self.text), len(self.text) + len(text))
        self.text += text


def read_templates(path: Path = TEMPLATES) -> dict[str, list[Template]]:
    """The templates and lists by their section."""
    found: dict[str, list[Template]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            section, ru, en = line.split("\t")
            found.setdefault(section, []).append(Template(ru, en))
    return found


def synthesise(count: int, *, seed: int = 1) -> Iterator[Pair]:
    """So many pairs; the source is `synthetic.` and their sort."""
    rng, templates = random.Random(seed), read_templates()
    maker = _Maker(templates, People(), Places.of(templates_of(templates, "city"), templates_of(templates, "country")), rng)
    for _ in range(count):
        sort = rng.choices(list(_SHARES), weights=list(_SHARES.values()))[0]
        yield maker.make(sort)


def templates_of(templates: Mapping[str, Sequence[Template]], section: str) -> list[tuple[str, str]]:
    """A section as pairs."""
    return [(one.ru, one.en) for one in templates[section]]


@dataclass(frozen=True, slots=True)
class _Maker:
    templates: Mapping[str, Sequence[Template]]
    people: People
    places: Places
    rng: random.Random

    def make(self, sort: str) -> Pair:
        """One pair of a sort."""
        if sort == "lists":
            return self._list()
        if sort == "capitals":
            return shouted(self._filled("headlines", f"synthetic.{sort}"))
        return self._filled(sort, f"synthetic.{sort}")

    def _filled(self, section: str, source: str) -> Pair:
        template = self.rng.choice(self.templates[section])
        names = dict.fromkeys(match["name"] for match in _SLOT.finditer(template.ru + template.en))
        while True:
            values = {name: make_value(name[0], self.people, self.places, self.rng) for name in names}
            if len({value.en for value in values.values()}) == len(values):
                return fill(template, values, source)

    def _list(self) -> Pair:
        """Countries, places or persons with commas: «Россия, Китай и Иран»."""
        letter, count = self.rng.choice(LISTED), self.rng.randint(1, 4)
        slots = [f"{letter}{number}" for number in range(count)]
        ru, en = (_enumerated([f"{{{slot}{case}}}" for slot in slots], word) for case, word in ((".n", "и"), ("", "and")))
        while True:
            values = {slot: make_value(letter, self.people, self.places, self.rng) for slot in slots}
            if len({value.en for value in values.values()}) == count:
                return fill(Template(ru, en), values, "synthetic.lists")


def _enumerated(items: list[str], word: str) -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else items[0]


def fill(template: Template, values: Mapping[str, Value], source: str) -> Pair:
    """The pair that a template makes of values, with a link for each name that stands once on both sides."""
    ru, en = _fill_side(template.ru, values, "ru"), _fill_side(template.en, values, "en")
    links = []
    for slot, value in values.items():
        if value.kind is not None and slot in ru.places and slot in en.places:
            here, there = ru.places[slot], en.places[slot]
            links.append(WordLink(value.kind, Stretch(*here, value.ru), Stretch(*there, value.en)))
    return Pair(ru.text, en.text, source, tuple(sorted(links, key=lambda link: link.ru.start)))


def _fill_side(text: str, values: Mapping[str, Value], language: str) -> _Side:
    side, at = _Side(), 0
    for match in _SLOT.finditer(text):
        side.add(text[at : match.start()])
        at, value = match.end(), values[match["name"]]
        if match["forms"] is not None:
            side.add(_form(match["forms"].split("|"), value, language))
            continue
        shown = value.in_case(match["case"] or "n") if language == "ru" else value.en
        if not side.text:
            shown = shown[:1].upper() + shown[1:]
        if match["before"]:
            side.add(f"{with_vowel(match['before'], shown)} ")
        side.add_name(match["name"], shown)
    side.add(text[at:])
    return side


def _form(forms: Sequence[str], value: Value, language: str) -> str:
    if value.number is not None:
        return forms[of_number(value.number, language)]
    return forms[1 if value.gender == "f" else 0]


def with_vowel(preposition: str, word: str) -> str:
    """A Russian preposition as it is before a word: «во Франции», «со Смирновым», «об Иране», «о России»."""
    if preposition == "о":
        return "об" if _SOUNDS_VOWEL.match(word) else "о"
    return _FULL[preposition] if _HARD_TO_SAY[preposition].match(word) else preposition


def shouted(pair: Pair) -> Pair:
    """The pair in capitals, its hints too."""
    links = (
        WordLink(
            one.kind,
            Stretch(one.ru.start, one.ru.stop, one.ru.base.upper()),
            Stretch(one.en.start, one.en.stop, one.en.base.upper()),
        )
        for one in pair.links
    )
    return Pair(pair.ru.upper(), pair.en.upper(), pair.source, tuple(links))
