"""A segment on its way to a translation: the task, the ways to attempt it, and what came of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from polyglot_news.document import Block, Direction, Evidence, MarkKind, NameUse, Segment, Span, splice
from polyglot_news.mt.engine import Decoding
from polyglot_news.names.ledger import Use
from polyglot_news.text.accents import find_accented_names
from polyglot_news.text.bare import Bare, marks_inside, strip_marks
from polyglot_news.text.brigades import find_units
from polyglot_news.text.casing import Casing, is_shouted
from polyglot_news.text.draft import Carrying, Made
from polyglot_news.text.enumerators import find_enumerators
from polyglot_news.text.figures.clock import find_times
from polyglot_news.text.figures.days import find_days
from polyglot_news.text.figures.inches import find_inches
from polyglot_news.text.figures.measures import find_measures
from polyglot_news.text.figures.money import find_odd_money
from polyglot_news.text.figures.numbers import find_numbers, spell_number_in
from polyglot_news.text.identifiers import find_identifiers
from polyglot_news.text.labels import find_speaker, translate_contact, translate_label
from polyglot_news.text.protection import Item, find_foreign_phrases, find_protected, find_russian_quotations, peel
from polyglot_news.text.quotes import with_quotes_of
from polyglot_news.text.vocabulary import english_words

_RESUMED = re.compile(r"[—–-]\s+(?=[^\W\d_])")
_COPYRIGHT = re.compile(
    r"(?:(?<=\A)|(?<=\s))\([сС]\)(?=\s*(?:\d{4}|[A-ZА-ЯЁ«\"]))|(?<=[»\"”]\s)\([сС]\)"
)  # with the Cyrillic letter, for ©
_BRAND = re.compile(r"(?<![\w@#/.-])[a-z]{1,3}[A-Z][A-Za-z]*(?![\w@/])")  # iPhone, macOS, xG
_NICK = re.compile(r"(?:[A-Z][a-z]+){3,}|(?:[A-Z][a-z]+)*[A-Z][a-z]{2,}[A-Z]")  # MikeFromTexas, LenaM
_CODE = re.compile(r"[A-Z]{2,5}")
_WORDS = re.compile(r"\w(?:[^\n]*\w)?:?")  # all of them
_LABEL = re.compile(r"\W{0,3}(?P<label>[^\W\d_][^:\d\n]{1,18}):\s*")
_MARKERS = 7  # that models know; around what is beyond them the text is cut
GRAVITY = {
    "empty": 16,
    "protected_lost": 12,
    "repetition": 10,
    "untranslated": 8,
    "numbers_differ": 6,
    "wrong_script": 5,
    "name_lost": 3,
    "length_ratio": 2,
    "doubled_word": 1,
}


@dataclass(frozen=True, slots=True)
class Task:
    """A segment to translate."""

    text: str
    """The document's."""
    format: str
    """The document's: it says how plain words are spelled."""
    segment: Segment
    block: Block
    bare: Bare
    items: tuple[Item, ...]
    direction: Direction
    names: tuple[Use, ...] = ()
    """Names of the ledger that the segment uses."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an attempt is made."""

    carrying: Carrying
    decoding: Decoding
    extra: tuple[Item, ...] = ()
    """Figures and names that are protected too."""
    final_stop: bool = False
    casing: Casing = Casing.AS_IS
    step: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it."""

    way: Way
    made: Made
    flags: tuple[str, ...]

    @property
    def rank(self) -> tuple[float, float]:
        """Lower is better."""
        return sum(GRAVITY.get(flag, 0) for flag in self.flags), -(self.made.score if self.made.score is not None else -9.0)


@dataclass(slots=True)
class Work:
    """A task and what has been made of it."""

    task: Task
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def best(self) -> Attempt:
        """The attempt with the least grave flags and, of equals, the best score."""
        return min(self.attempts, key=lambda attempt: attempt.rank)


def make_task(
    text: str, segment: Segment, block: Block, direction: Direction, format_name: str, names: Sequence[Use] = ()
) -> Task:
    """Draft a segment of a document's `text`."""
    bare = strip_marks(text, segment.span, marks_inside(block.marks, segment.span))
    atoms = [placed.at for placed in bare.marks if placed.mark.kind is MarkKind.ATOM]
    items = find_protected(bare.text, atoms=atoms)
    items = _with_whole([Item(span, "number") for span in find_identifiers(bare.text)], items)
    others = list[Item]()
    if direction.target == "ru":
        others = [*find_russian_quotations(bare.text), *find_times(bare.text)]
    elif not bare.text.isascii():  # into English its own dates and times go as they are, and names with accents
        others = [Item(time.span, "time") for time in find_times(bare.text) if time.kind == "time"]
        others += [*find_foreign_phrases(bare.text), *find_units(bare.text), *_accented(bare.text, names)]
        items = _with_whole([Item(Span(*match.span()), "sign", "(c)") for match in _COPYRIGHT.finditer(bare.text)], items)
    others += [Item(Span(*match.span()), "name") for match in _BRAND.finditer(bare.text)]
    items = _with(others, items)
    sums = [
        item for find in (find_inches, find_measures, find_odd_money, find_days) for item in find(bare.text, direction.source)
    ]
    items = _with_whole(sums, items) if len(items) + len(sums) <= _MARKERS else _with_first(sums, items)
    if speaker := find_speaker(bare.text, direction.target, text):
        items = _with_whole([Item(speaker[0], "label", speaker[1])], items)
    items = _with([*_labelled(bare.text, items, direction.target), *find_enumerators(bare.text, direction.source, text)], items)
    taken = [item.span for item in items]
    free = tuple(use for use in names if not use.span.meets(taken))
    items = items or list(_known_as_a_whole(bare.text, free, direction.target))
    return Task(text, format_name, segment, block, bare, tuple(items), direction, free)


def _accented(text: str, names: Sequence[Use]) -> Iterator[Item]:
    """Names in Latin letters with accents, which are copied, but those that the user's terms spell."""
    termed = [use.span for use in names if use.evidence is Evidence.TERM_BASE]
    yield from (Item(span, "name") for span in find_accented_names(text) if not span.meets(termed))


def _with(others: Sequence[Item], items: list[Item]) -> list[Item]:
    """The items and those of the others that none of them touches, in order."""
    kept, protected = list(items), [item.span for item in items]
    for item in others:
        if not item.span.meets(protected):
            kept.append(item)
            protected.append(item.span)
    return sorted(kept, key=lambda item: item.span)


def _with_whole(wholes: Sequence[Item], items: list[Item]) -> list[Item]:
    """The items and the wholes; an item inside one of these ("·", a long figure, 12345 of № А40-12345/2024) is part of it."""
    inside = [item for item in items if any(whole.span.covers(item.span) for whole in wholes)]
    return _with(wholes, [item for item in items if item not in inside]) if wholes else items


def _with_first(wholes: Sequence[Item], items: list[Item]) -> list[Item]:
    """The items and as many of the wholes, from the beginning on, as there are markers for."""
    for whole in sorted(wholes, key=lambda item: item.span):
        more = _with_whole([whole], items)
        items = more if len(more) <= max(_MARKERS, len(items)) else items
    return items


def _known_as_a_whole(text: str, names: Sequence[Use], language: str) -> Iterator[Item]:
    """The one item of a segment that is nothing but a name or a label: there is nothing to ask a model."""
    words = _WORDS.search(text)
    if words is None or is_shouted(text):
        return
    if language == "ru" and _NICK.fullmatch(words[0]) and all(use.evidence is not Evidence.TERM_BASE for use in names):
        yield Item(Span(*words.span()), "label", words[0])
        return
    name = next((use for use in names if not _has_words_beside(text, use.span)), None)
    if name is not None:
        stopped = name.target.endswith(".") and text[name.span.stop :].startswith(".")
        span = Span(name.span.start, name.span.stop + stopped)  # "Jr." brings the stop of the sentence
        whole = splice(text, [(span, name.target)])
        spelled = with_quotes_of(language, whole, text)
        yield Item(span, "name", name.target) if whole == spelled else Item(Span(0, len(text)), "name", spelled)
    elif not names and (label := translate_label(words[0], language)):
        yield Item(Span(*words.span()), "label", label)
    elif language == "ru" and not names and _CODE.fullmatch(words[0]) and words[0].lower() not in english_words():
        yield Item(Span(*words.span()), "label", words[0])  # USD, KPI


def _labelled(text: str, items: Sequence[Item], language: str) -> Iterator[Item]:
    """The label of a line that has but items and figures behind its colon, and these figures: «Тел.: +7 495 123-45-67»."""
    label = _LABEL.match(text, peel(text, items)[0])
    if (
        label is None
        or not any(map(str.isalnum, text[label.end() :]))
        or (told := translate_contact(label["label"], language)) is None
    ):
        return
    behind = [item.span for item in items if item.span.start >= label.end()]
    rest = splice(text, [(Span(0, label.end()), ""), *((span, "") for span in behind)])
    if not any(map(str.isalpha, rest)):
        yield Item(Span(*label.span("label")), "label", told)
        figures = (span for span in find_numbers(text) if span.start >= label.end())
        yield from (Item(span, "number", spell_number_in(text, span, language)) for span in figures)


def _has_words_beside(text: str, span: Span) -> bool:
    return any(map(str.isalnum, text[: span.start] + text[span.stop :]))


def begins_line(task: Task) -> bool:
    """Whether nothing but marks stands before a segment in its line, so that some formats must escape how it begins."""
    return not task.text[task.block.span.start : task.segment.span.start].rpartition("\n")[2].strip(' \t>*_~[(«“"')


def resumes_quotation(task: Task) -> bool:
    """Whether a segment goes on with what is quoted, behind a dash, as Russian has it: «Да, — сказал он. — Почему нет?»"""
    if not _RESUMED.match(task.bare.text):
        return False
    before = task.text[task.block.span.start : task.segment.span.start]
    return before.count("«") > before.count("»") or ("«" not in before and before.count('"') % 2 == 1)


def name_uses(task: Task) -> tuple[NameUse, ...]:
    """The names of a task as a translation tells them."""
    return tuple(NameUse(u.entry, str(u.kind), u.source, u.target, u.lemma, str(u.evidence)) for u in task.names)
