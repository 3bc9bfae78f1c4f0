"""Names in Russian sentences: what the tagger finds, put right, and what only lists know.

1. The tagger's spans lose quotation marks at their edges; initials beside a person belong to it; «область», «край», «район»
   behind a place do too; «МИД» and «РФ» are one organisation where a list has both together.
2. Words that no span covers are looked up in the list of established forms, in any case: the tagger misses many
   abbreviations."""

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from polyglot_news.document import NameKind, Span
from polyglot_news.names.agreement import Signs, nominative_lists, read_beside, shared_cases
from polyglot_news.names.capitals import persons_in_capitals
from polyglot_news.names.companies import is_company
from polyglot_news.names.edges import grown_over, surname_behind, trimmed
from polyglot_news.names.lists import established, key, last_names, may_be_established, surnames_established
from polyglot_news.names.morphology import (
    HARDLY_COMMON,
    agreement_of,
    common_share,
    is_common,
    read_surname,
    read_word,
)
from polyglot_news.names.neighbours import split_persons
from polyglot_news.names.persons import is_eastern, is_first_name, read_person
from polyglot_news.names.phrases import read_phrase
from polyglot_news.names.places import called_places, is_called_settlement, may_be_plural
from polyglot_news.names.quoted import unknown_in_quotes
from polyglot_news.names.regions import regions_in
from polyglot_news.names.sifting import may_hold_name, without_clause, without_title
from polyglot_news.names.streets import streets_in
from polyglot_news.names.tagger import tag
from polyglot_news.text.brigades import is_unit

_INITIALS_BEFORE = re.compile(r"(?:(?:Дж|[А-ЯЁ])\.\s?){1,3}\Z")
_INITIALLED = re.compile(
    r"(?<![\w.])(?:(?:Дж|[А-ЯЁ])\.\s?){1,3}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|(?<![\w.])[А-ЯЁ][а-яё]{2,}\s(?:[А-ЯЁ]\.\s?){1,2}(?!\w)"
)
_SURNAME_FIRST = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s(?:[А-ЯЁ]\.\s?){1,3}")
_WITH_INITIALS = re.compile(rf"{_SURNAME_FIRST.pattern}|(?:[А-ЯЁ]\.\s?){{1,3}}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_LABEL = re.compile(r"(?:[—–:;|•*-]|(?<!\w)\d{1,3}[.)]|\A)\s*\Z")
_ROMAN = re.compile(r"\b[IVX]+\b")
_ROMAN_BEHIND = re.compile(r" [IVX]+\b")
_STREET = re.compile(r"\b(?:ул|улиц\w*|просп|проспект\w*|пер|переул\w+|площад\w*)\b")  # what is no name is translated
_CAPITALISED_BEFORE = re.compile(r"(?<![\w.-])([А-ЯЁ][а-яё]{2,})\s\Z")
_NEAR = 40  # characters in which the word before is found
_LISTED_SURNAME = 0.7  # weight of a reading that lists or the dictionary have
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_SURNAME_IN_BRACKETS = re.compile(r" \(([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\)")
_QUOTED = re.compile(r"[«\"“„](.+?)[»\"”“]")
_PREPOSITION = re.compile(r"(\w+)\s+\Z")
_LONGEST = 4  # words of an established form


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as a text uses it."""

    span: Span
    kind: NameKind
    text: str
    preposition: str = ""
    """The word before it: it tells the case."""
    gender: str | None = None
    """`m` or `f` where a verb or an adjective beside it tells."""
    cases: tuple[str, ...] | None = None
    """Those that it may stand in, where its neighbours tell."""
    quoted: bool = False
    begins: bool = False
    """Whether it begins its sentence, or stands behind a label's colon."""
    lemma: str = ""
    """Its nominative, where its own words do not tell it: «Курская область» of «Курской и Брянской областей»."""


def find_russian(texts: Sequence[str]) -> list[list[Mention]]:
    """The names in each of several sentences, in order, disjoint."""
    tagged = tag([text if may_hold_name(text) else "" for text in texts])
    return [list(_in_one(text, spans)) for text, spans in zip(texts, tagged, strict=True)]


def _in_one(text: str, spans: Sequence[tuple[Span, NameKind]]) -> Iterator[Mention]:
    capitals = list(persons_in_capitals(text))
    streets = {street.span: street.lemma for street in streets_in(text)}
    apart = [*capitals, *streets]
    found = _as_tagged(text, [(span, kind) for span, kind in spans if not span.meets(apart)])
    found += [(span, NameKind.PERSON) for span in capitals]
    regions = list(regions_in(text))
    found = [(span, kind) for span, kind in found if not span.meets([region.of for region in regions])]
    found += [*_owners(text, found), *_in_brackets(text, found)]
    found += [(region.span, NameKind.PLACE) for region in regions]
    found, called = _with_called(text, found)
    found += [(span, NameKind.PLACE) for span in streets]
    found += _with_initials(text, [span for span, _ in found])
    found += _listed(text, [span for span, _ in found])
    found += [(span, NameKind.ORGANISATION) for span in unknown_in_quotes(text, [span for span, _ in found])]
    found += _at_start(text, [span for span, _ in found])
    found = [(span, kind) for span, kind in found if without_title(text, span) is not None]
    mentions = [_mention(text, span, kind) for span, kind in sorted(found, key=lambda item: item[0])]
    lemmas = called | streets | {region.span: region.lemma for region in regions}
    mentions = [replace(mention, lemma=lemmas.get(mention.span, "")) for mention in mentions]
    yield from _with_signs(text, mentions)


def _as_tagged(text: str, spans: Sequence[tuple[Span, NameKind]]) -> list[tuple[Span, NameKind]]:
    """What the tagger found, with its edges put right: titles off, parts joined, two names parted."""
    found: list[tuple[Span, NameKind]] = []
    for span, kind in spans:
        kind = NameKind.ORGANISATION if kind is NameKind.PERSON and is_company(span.of(text)) else kind
        sifted = _sifted(text, trimmed(text, span, kind), kind)
        if sifted is None:
            continue
        inner = _without_title(text, sifted, kind)
        if kind is NameKind.PLACE and _STREET.search(inner.of(text)):
            continue
        if not inner or not _CYRILLIC.search(inner.of(text)) or not any(map(str.isupper, inner.of(text))):
            continue
        grown = grown_over(text, inner, kind)
        if kind is NameKind.PLACE and (both := _place_and_person(text, grown)):
            found += both
            continue
        if kind is NameKind.PERSON and (parts := split_persons(text, grown)):
            found += [(part, kind) for part in parts]
            continue
        if found and (joined := _joined(text, found[-1], (grown, kind))):
            found[-1] = joined
        elif not found or grown.start >= found[-1][0].stop:
            found.append((grown, kind))
    return [
        (span, kind)
        for span, kind in found
        if not _is_only_a_capital(text, span, kind)
        and not _ROMAN.search(span.of(text))
        and not _is_numbered(text, span)
        and not is_unit(span.of(text))
    ]


def _with_called(text: str, found: Sequence[tuple[Span, NameKind]]) -> tuple[list[tuple[Span, NameKind]], dict[Span, str]]:
    """The names, with those that only the noun before them makes names; and the nominatives of these."""
    longer = [span for span, _ in found if " " in span.of(text)]
    called = {span: lemma for span, lemma in called_places(text) if not span.meets(longer)}
    settled = [span for span, kind in found if kind is not NameKind.ORGANISATION and is_called_settlement(text, span)]
    settled = [span for span in settled if span in longer or (span, NameKind.PERSON) in found]
    called |= {span: read_phrase(span.of(text))[0].lemma for span in settled if not _is_somebody(span.of(text))}
    return [(span, kind) for span, kind in found if span not in called] + [(span, NameKind.PLACE) for span in called], called


def _is_somebody(name: str) -> bool:
    """Whether a name behind «село» and the like may be a person's all the same: «житель села Иван Шандр»."""
    words = name.split()
    return is_first_name(words[0]) or (len(words) == 1 and (_is_surname(name) or _is_known_surname(name)))


def _sifted(text: str, span: Span, kind: NameKind) -> Span | None:
    """What of a tagged span may be a name; None where nothing is."""
    titled = without_title(text, span)
    return without_clause(text, titled, kind) if titled else None


def _is_numbered(text: str, span: Span) -> bool:
    """Whether a name goes on with a Roman number, and is a monarch's whom the lists know: «Петру I»."""
    number = _ROMAN_BEHIND.match(text, span.stop)
    return number is not None and _known(text[span.start : number.end()]) is not None


def _place_and_person(text: str, span: Span) -> list[tuple[Span, NameKind]]:
    """An established place and somebody's surname, tagged as one place: «министр культуры Чечни Кадырова»."""
    words = [Span(*match.span()) for match in _WORD.finditer(text, span.start, span.stop)]
    if len(words) != 2 or _known(span.of(text)) or text[words[0].stop : words[1].start] != " ":
        return []
    place, surname = (word.of(text) for word in words)
    if _known(place) is not NameKind.PLACE or not _is_surname(surname) or _is_place(surname) or is_common(surname):
        return []
    return [(words[0], NameKind.PLACE), (words[1], NameKind.PERSON)]


def _without_title(text: str, span: Span, kind: NameKind) -> Span:
    """A name without the common word before it, which has its capital from beginning the sentence: «Балерине Лилии Миллер»."""
    words = list(_WORD.finditer(text, span.start, span.stop))
    if kind is NameKind.ORGANISATION or len(words) < 2 or not _begins(text, span.start):
        return span
    first = words[0][0]
    if is_common(first) and not is_first_name(first) and not _is_surname(first) and not words[1][0].islower():
        initials = _INITIALS_BEFORE.search(text, span.start, words[1].start())
        return Span(initials.start() if initials else words[1].start(), span.stop)
    return span


def _begins(text: str, at: int) -> bool:
    """Whether nothing but marks stands before, in the sentence."""
    return not any(map(str.isalnum, text[:at]))


def _is_surname(form: str) -> bool:
    return any("Surn" in reading.tags for reading in read_word(form))


def _is_only_a_capital(text: str, span: Span, kind: NameKind) -> bool:
    """Whether a lone word has its capital only from beginning the sentence: «Волков видели у школы»."""
    form = span.of(text)
    if " " in form or form.isupper() or not is_common(form):
        return False
    if not any({"Surn", "Name", "Geox"} & reading.tags for reading in read_word(form)):
        known = key(read_phrase(form)[0].lemma) in established() and not _begins(text, span.start)  # «в Изюме»
        if kind is NameKind.PLACE and may_be_plural(text, span):
            return False  # the English half may tell
        return kind is not NameKind.ORGANISATION and not known
    return _begins(text, span.start) and not _is_subject(text, span)


def _is_subject(text: str, span: Span) -> bool:
    """Whether a verb behind agrees with a surname that is no common word in the nominative: «Песков назвал»."""
    form = span.of(text)
    verb = _WORD.match(text, span.stop + 1)
    gender = agreement_of(verb[0]) if verb else None
    if gender not in ("m", "f") or any(
        r.case == "nomn" and "Surn" not in r.tags and "Name" not in r.tags for r in read_word(form)
    ):
        return False
    return any(r.gender == gender and r.case in ("nomn", None) and {"Surn", "Name"} & r.tags for r in read_word(form))


def _in_brackets(text: str, found: Sequence[tuple[Span, NameKind]]) -> list[tuple[Span, NameKind]]:
    """A person's other surname, told in brackets behind the name: «Анна Иванова (Смирнова)»."""
    behind = (_SURNAME_IN_BRACKETS.match(text, span.stop) for span, kind in found if kind is NameKind.PERSON)
    told = [Span(*match.span(1)) for match in behind if match and _is_surname(match[1]) and _is_known_surname(match[1])]
    return [(span, NameKind.PERSON) for span in told if not span.meets([other for other, _ in found])]


def _is_known_surname(form: str) -> bool:
    surnames = [key(reading.last) for reading in read_person(form)[:2]]
    return any(surname in last_names() or surname.removesuffix("а") in last_names() for surname in surnames)


def _owners(text: str, found: Sequence[tuple[Span, NameKind]]) -> list[tuple[Span, NameKind]]:
    """Surnames right before somebody else's name, which the tagger passes over: «жена Навального Юлия Навальная»."""
    taken, owners = [span for span, _ in found], list[tuple[Span, NameKind]]()
    for person in (span for span, kind in found if kind is NameKind.PERSON):
        before = _CAPITALISED_BEFORE.search(text, max(person.start - _NEAR, 0), person.start)
        if before is None or _begins(text, before.start(1)):
            continue
        span = Span(*before.span(1))
        both = Span(span.start, person.stop)
        known = any(key(reading.last) in surnames_established() for reading in read_person(before[1])[:2])
        listed = known or (_is_surname(before[1]) and not is_common(before[1]))
        if listed and not span.meets(taken) and split_persons(text, both):
            owners.append((span, NameKind.PERSON))
    return owners


def _with_initials(text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, NameKind]]:
    """«А. С. Пушкин», «Иванов И. И.», which the tagger misses at the beginning of a sentence."""
    for match in _INITIALLED.finditer(text):
        span = Span(match.start(), match.end() - len(match[0]) + len(match[0].rstrip()))
        if text[span.stop - 1] == "." and is_eastern(text[span.start : span.stop - 1]):  # «Ван И.», at the end of a sentence
            span = Span(span.start, span.stop - 1)
        span = Span(span.start, surname_behind(text, span))
        if not span.meets(taken):
            yield span, NameKind.PERSON


def _at_start(text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, NameKind]]:
    """A surname that begins a sentence, where a capital tells nothing: one that is no common word, or is the subject."""
    match = _WORD.search(text)
    if match is None or not match[0][0].isupper() or match[0].isupper() or not _CYRILLIC.match(match[0]):
        return
    span = Span(*match.span())
    if span.meets(taken) or len(span) < 4:
        return
    known = _is_surname(match[0]) or read_surname(match[0])[0].weight >= _LISTED_SURNAME
    common = common_share(match[0]) >= HARDLY_COMMON
    if (known and not common and not _is_place(match[0])) or (_is_surname(match[0]) and _is_subject(text, span)):
        yield span, NameKind.PERSON


def _is_place(form: str) -> bool:
    return any("Geox" in reading.tags for reading in read_word(form)[:2])


def _mention(text: str, span: Span, kind: NameKind) -> Mention:
    words = span.of(text)
    quoted = _QUOTED.search(words) if kind is NameKind.ORGANISATION else None
    if quoted and _CYRILLIC.search(quoted[1]):
        span = Span(span.start + quoted.start(1), span.start + quoted.end(1))
    is_quoted = text[max(span.start - 1, 0) : span.start] in ("«", '"', "“", "„")
    before = _PREPOSITION.search(text, max(span.start - _NEAR, 0), span.start - is_quoted)
    labelled = "." in words and text[max(span.start - 2, 0) : span.start].rstrip().endswith(":")  # «Юрист: Кузнецова Н. А.»
    begins = labelled or _begins(text, span.start)
    return Mention(span, kind, span.of(text), before[1] if before else "", quoted=is_quoted, begins=begins)


def _with_signs(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of one sentence, with what stands beside its persons said of them."""
    persons = [m for m in mentions if m.kind is NameKind.PERSON]
    signs = [_signs(text, mention) for mention in persons]
    signs = nominative_lists(text, [(m.span, sign, m.preposition) for m, sign in zip(persons, signs, strict=True)])
    joined = shared_cases(text, [(m.span, sign, m.preposition) for m, sign in zip(persons, signs, strict=True)])
    told = {mention.span: sign for mention, sign in zip(persons, joined, strict=True)}
    for mention in mentions:
        sign = told.get(mention.span, Signs()) if mention.kind is NameKind.PERSON else Signs()
        yield replace(mention, gender=sign.gender, cases=sign.cases)


def _signs(text: str, mention: Mention) -> Signs:
    """What stands beside a person; a name with initials that nothing governs is a list's nominative."""
    signs = read_beside(text, mention.span)
    label = _LABEL.search(text[: mention.span.start])
    listed = _SURNAME_FIRST if label and not label[0].strip() else _WITH_INITIALS  # a sentence may begin with an object
    if signs == Signs() and label and listed.fullmatch(mention.text):
        return Signs(None, ("nomn",))
    return signs


def _joined(text: str, one: tuple[Span, NameKind], other: tuple[Span, NameKind]) -> tuple[Span, NameKind] | None:
    """Two neighbours as one: parts of a person's name; an organisation and its country where a list has both together."""
    between = text[one[0].stop : other[0].start]
    if between not in (" ", "") or other[0].start < one[0].stop:
        return None
    both = Span(one[0].start, other[0].stop)
    if one[1] is other[1] is NameKind.PERSON:
        parts = " " not in one[0].of(text) or " " not in other[0].of(text)
        return (both, NameKind.PERSON) if parts and not split_persons(text, both) else None
    if one[1] is NameKind.ORGANISATION:
        lemma = read_phrase(both.of(text))[0].lemma
        if key(lemma) in established():
            return both, NameKind.ORGANISATION
    return None


def _listed(text: str, taken: Sequence[Span]) -> Iterator[tuple[Span, NameKind]]:
    """Established places and organisations that the tagger missed, the longest first at each place."""
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        longest = min(_LONGEST, len(words) - at) if text[words[at].start].isupper() else 0
        length = next((n for n in range(longest, 0, -1) if _is_free(text, words[at : at + n], taken)), 0)
        if length:
            span = Span(words[at].start, words[at + length - 1].stop)
            known = _known(span.of(text))
            if known:
                yield span, known
        at += max(length, 1)


def _is_free(text: str, words: Sequence[Span], taken: Sequence[Span]) -> bool:
    span = Span(words[0].start, words[-1].stop)
    if span.meets(taken):
        return False
    if not _CYRILLIC.match(words[0].of(text)) or len(span) > 60:
        return False
    if not may_be_established([word.of(text) for word in words]):
        return False
    gaps = (text[a.stop : b.start] for a, b in itertools.pairwise(words))
    return all(gap == " " for gap in gaps) and _known(span.of(text)) is not None


@functools.lru_cache(maxsize=50_000)
def _known(form: str) -> NameKind | None:
    """The kind of an established name that a form may be a case of; a word that is common as well is none."""
    if " " not in form and not form.isupper() and is_common(form) and not _is_hardly_common(form):
        return None
    if (" " not in form and not form[1:]) or form.casefold() in _NOT_ALONE:
        return None
    pair = established().get(key(form)) or established().get(key(read_phrase(form)[0].lemma))
    if pair is None and " " in form and (persons := read_person(form)):
        pair = established().get(key(persons[0].lemma))
    if pair is None or (pair.kind is NameKind.PERSON and " " not in pair.ru):
        return None
    return pair.kind


def _is_hardly_common(form: str) -> bool:
    """Whether a capital is enough to tell an established name of one word from a word of the dictionary; not where it is an
    abbreviation («ВОЗ», «воз»).
    """
    pair = established().get(key(form)) or established().get(key(read_phrase(form)[0].lemma))
    return pair is not None and not pair.ru.isupper() and (common_share(form) < HARDLY_COMMON or pair.ru in _ALWAYS_NAMES)


_ALWAYS_NAMES = frozenset({"Кремль"})
_NOT_ALONE = frozenset("республика область край район совет союз комитет".split())
