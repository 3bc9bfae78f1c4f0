"""What the words beside a person's name say of it: its gender, and the cases that it may stand in.

A verb in the past agrees with its subject: «Кузнецова сказала» is a woman's nominative. But «Полиция задержала Кузнецова» has
another subject, so the name is none, whatever its ending; «Кузнецова арестовали» and «Путина не было» have none that the name
could be. An adjective or the name of somebody's work right before a surname agrees with it too («обвиняемая Иванова»), and what
one list has stands in one case («Соколова и Соколову»)."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import Span
from polyglot_news.names.lists import key, surnames_established
from polyglot_news.names.morphology import (
    CASES,
    CASES_AFTER,
    Reading,
    agreement_of,
    governs_accusative,
    is_geographic,
    is_known_word,
    needs_one,
    read_participle,
    read_surname,
    read_word,
)
from polyglot_news.names.persons import Person, decline_person, is_first_name, read_person
from polyglot_news.names.unclipped import CLIPPED, is_clipped

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_BREAK = re.compile(r"[,;:!?()—–|\n]|\s-\s|(?<!\w)(?:что|чтобы|когда|если|где|хотя)(?!\w)")
_QUOTED = re.compile(r"«[^»]*\s[^»]*»")
_SKIPPED = frozenset(("не", "же", "бы"))
_CONJUNCTIONS = frozenset("и а но или либо".split())
_PRONOUNS = {"она": "f", "которая": "f", "он": "m", "который": "m", "кто": "m", "никто": "m"}
_COPULAS = frozenset("была был стала стал осталась остался оказалась оказался".split())
_KIN = frozenset(
    """жена мать мама дочь сестра вдова бабушка внучка тётя тетя тёща теща свекровь невеста невестка подруга племянница мачеха
    помощница соратница сторонница поклонница представительница однопартийка соперница знакомая соседка""".split()
)
"""Women who are somebody's: the name behind is of that somebody."""
_OBLIQUE = CASES[1:]
_OF_OBJECTS = ("gent", "accs")  # genitive where it is denied: «не видел Петрову»
_LIKELY_TITLE = 0.1
_LIKELY = 0.2  # share of the best reading's weight from which another one counts
_UNCHANGING = re.compile(r"(?<![оеё]в)(?<![иы]н)(?<!ий)(?<!ый)(?<![аеёиоуыэюя])\Z")
_MAY_BE_FIXED = re.compile(r"(?<![оеё]в)(?<![иы]н)[оеиуюыэ]\Z")
_FEMININE = re.compile(r"(?:[оеё]в|[иы]н)а\Z")
_LAST_OF, _FIRST_OF = re.compile(r"(\w+)\s\Z"), re.compile(r"\s(\w+)")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a name by what stands beside it."""

    gender: str | None = None
    cases: tuple[str, ...] | None = None
    """Those that it may stand in; None where nothing tells."""


_SUBJECT = {gender: Signs(gender, ("nomn",)) for gender in "mfp"}
_OBJECT = Signs(None, _OBLIQUE)


def read_beside(text: str, span: Span) -> Signs:
    """What the verb and the word before a name say of it."""
    before, behind = _words_around(text, span)
    name, last = span.of(text), before[-1] if before else ""
    joined = _is_joined(text, span)
    at = 1 if behind and behind[0] in _SKIPPED else 0
    if len(behind) > at and (verb := agreement_of(behind[at])):
        return _object_of(behind[at], _before_verb(name, verb, before, behind[at:], joined=joined))
    if len(behind) > at and needs_one(behind[at]) and _is_only_subject(name, before, behind[at + 1 :]):
        return Signs(None, ("nomn",))
    if verb := agreement_of(last):
        return _object_of(last, _behind_verb(name, verb, before[:-1], joined=joined))
    if governs_accusative(last):
        return Signs(None, _OF_OBJECTS)  # «арестовать Петрову»
    if len(before) > 1 and _is_man_at_work(last) and agreement_of(before[-2]) == "f":  # «сообщила следователь Кузнецова»
        return _behind_verb(name, "f", before[:-2], joined=joined)
    if signs := _apposition(name, last):
        return signs
    later = next((n for n, word in enumerate(behind) if agreement_of(word)), None)
    if not before and later is not None and agreement_of(behind[later]) in ("m", "f"):  # «Смирнова в суде плакала»
        return _before_verb(name, agreement_of(behind[later]) or "", (), behind[later:], joined=True, between=behind[:later])
    return Signs()


def _is_only_subject(name: str, before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a name before a verb of the present or future is its subject, since nothing else may be: «Дзюба подаст»."""
    if name.endswith(("ых", "их")) or not any(r.case in ("nomn", None) for r in _likely_persons(name)):
        return False
    if any(word.lower() in _PRONOUNS or _may_own(word, name) for word in _ungoverned(before)):
        return False
    others = list(_until_conjunction(list(_ungoverned(behind))))
    if _FEMININE.search(name):  # «жалобу Соколова рассмотрит суд»
        return not any("NOUN" in r.tags and r.case == "nomn" for word in others for r in _likely(read_word(word)))
    return not any(_standing(word, gender) for word in others for gender in "mfn")


def _may_own(word: str, name: str) -> bool:
    """Whether what is before a name may be the subject instead: a thing of somebody's, or whose «адвокат Соколова» is."""
    nouns = [r for r in _likely(read_word(word)) if "NOUN" in r.tags and r.case == "nomn" and not {"Surn", "Name"} & r.tags]
    return any("inan" in r.tags or _FEMININE.search(name) for r in nouns) or _owns(word)


def _object_of(verb: str, signs: Signs) -> Signs:
    """What is no subject beside a verb that has nobody in the dative: «суд арестовал Смирнову»."""
    return Signs(None, _OF_OBJECTS) if signs is _OBJECT and governs_accusative(verb) else signs


def _words_around(text: str, span: Span) -> tuple[list[str], list[str]]:
    """The words of the name's clause before and behind it; quotations in it left out."""
    text = _QUOTED.sub(lambda match: "«" + "_" * (len(match[0]) - 2) + "»" if not _meet(match, span) else match[0], text)
    start = max((match.end() for match in _BREAK.finditer(text, 0, span.start)), default=0)
    stop = match.start() if (match := _BREAK.search(text, span.stop)) else len(text)
    before = _WORD.findall(text[start : span.start])
    if len(before) == 1 and text[: span.start].strip() == before[0] and agreement_of(before[0].lower()):
        before = [before[0].lower()]  # «Победила Анна»: a capital tells nothing at the beginning
    return before, _WORD.findall(text[span.stop : stop])


def _meet(match: re.Match[str], span: Span) -> bool:
    return match.start() < span.stop and span.start < match.end()


def _is_joined(text: str, span: Span) -> bool:
    """Whether a name is one of several, so that a plural may agree with it."""
    head, tail = text[: span.start].rstrip(), text[span.stop :].lstrip()
    return head.endswith((",", " и", ")", "»")) or head == "и" or tail.startswith((",", "и ", "("))


def _before_verb(
    name: str, verb: str, before: Sequence[str], behind: Sequence[str], *, joined: bool, between: Sequence[str] = ()
) -> Signs:
    """A name before its verb: the subject, unless it cannot be or something behind the verb must be."""
    if not _may_agree(name, verb):
        return Signs() if joined and verb == "p" else _OBJECT
    if before and verb == "f" and _owns(before[-1]):
        return _OBJECT
    copula = behind[0] in _COPULAS
    rivals = [] if copula else [_standing(word, verb) for word in _until_conjunction((*between, *_ungoverned(behind[1:])))]
    if 2 in rivals or (not copula and _has_subject_behind(behind, verb)):
        return _OBJECT
    if 1 in rivals and (not _FEMININE.search(name) or _is_everybodys(name, verb)):
        return Signs()
    return _SUBJECT[verb]


def _has_subject_behind(behind: Sequence[str], gender: str) -> bool:
    """Whether a noun right behind a verb that takes no accusative is its subject: «Анне понадобилась помощь»."""
    if len(behind) < 2 or not behind[0].endswith(("ся", "сь")) or not behind[1].islower():
        return False
    return any("NOUN" in r.tags and r.case == "nomn" and r.gender == gender for r in _likely(read_word(behind[1])))


def _behind_verb(name: str, verb: str, before: Sequence[str], *, joined: bool) -> Signs:
    """A name behind its verb: the subject, unless it cannot be or something before the verb may be."""
    if not _may_agree(name, verb):
        return Signs() if joined and verb == "p" else _OBJECT
    if any(_standing(word, verb, any_person=True) for word in _ungoverned(before)):
        return _OBJECT
    return _SUBJECT[verb]


def _may_agree(name: str, verb: str) -> bool:
    """Whether a name may be the nominative that a verb in this gender needs."""
    genders: tuple[str | None, ...] = (verb,) if verb == "p" else (verb, None)
    if verb == "f" and _UNCHANGING.search(name):
        genders = ("f", "m", None)  # as a woman's it is the same in all cases: «Ницой делилась опытом»
    return any(r.gender in genders and r.case in ("nomn", None) for r in _likely_persons(name))


def _likely_persons(name: str) -> list[Person]:
    worth = [(r, r.weight * (CLIPPED if is_clipped(r, name) else 1.0)) for r in read_person(name)]
    best = max((weight for _, weight in worth), default=0.0)
    return [r for r, weight in worth if weight >= _LIKELY * best]


def _is_everybodys(name: str, gender: str) -> bool:
    """Whether a form is of somebody's name whom everybody knows, and of the other gender."""
    others = (r for r in read_person(name)[:3] if r.gender not in (gender, None))
    return any(key(reading.last) in surnames_established() for reading in others)


def _until_conjunction(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word in _CONJUNCTIONS:
            return
        yield word


def _ungoverned(words: Sequence[str]) -> Iterator[str]:
    """Words that no preposition governs: it has all up to the first noun or name behind it."""
    governed = False
    for word in words:
        if word.lower() in CASES_AFTER:
            governed = True
        elif not governed:
            yield word
        elif not word[0].islower() or any("NOUN" in reading.tags for reading in read_word(word)[:1]):
            governed = False


@functools.lru_cache(maxsize=20_000)
def _standing(word: str, gender: str, *, any_person: bool = False) -> int:
    """Whether a word can be the subject of a verb in this gender: 2 must be, 1 may be, 0 cannot.

    Things whose accusative is the same are none: «роль сыграла Петрова», «приз получил Иванов».
    `any_person`: somebody by his work counts whatever the gender, since «министр уволила» is said too.
    """
    if pronoun := _PRONOUNS.get(word.lower()):
        return 2 if pronoun == gender else 0
    if not word[0].isalpha() or word.lower() in _CONJUNCTIONS:
        return 0
    if word[1:].isupper() or word.isascii():  # «ФСБ», «Reuters»
        return 1 if any_person and word[0].isupper() else 0
    readings = _likely(read_word(word))
    if word[0].islower() or (is_known_word(word) and not any({"Surn", "Name"} & r.tags for r in readings)):
        nouns = [r for r in readings if "NOUN" in r.tags]
        some = [r for r in nouns if r.case in ("nomn", None) and _fits(r, gender, any_person=any_person)]
        if not some or any(r.case == "accs" and "inan" in r.tags and r.lemma == some[0].lemma == word.lower() for r in nouns):
            return 0
        return 2 if len({r.case for r in nouns}) == 1 and some[0].case else 1
    surnames = [*_likely(read_surname(word)), *(r for r in readings if {"Name", "Surn"} & r.tags)]
    some = [r for r in surnames if r.case in ("nomn", None) and r.gender in (gender, None)]
    return 1 if some else 0


def _fits(reading: Reading, gender: str, *, any_person: bool) -> bool:
    if "plur" in reading.tags:
        return False
    return reading.gender == gender or "ms-f" in reading.tags or (any_person and "anim" in reading.tags)


def _likely(readings: Sequence[Reading]) -> list[Reading]:
    best = max((r.weight for r in readings), default=0.0)
    return [r for r in readings if r.weight >= _LIKELY * best]


@functools.lru_cache(maxsize=10_000)
def _owns(word: str) -> bool:
    """Whether the name behind this word is its owner's: «жена Соколова», «команда Соколова»."""
    nouns = [r for r in _likely(read_word(word)) if "NOUN" in r.tags] if word[0].islower() or is_known_word(word) else []
    if not any(r.case == "nomn" and r.gender == "f" for r in nouns):
        return False
    if word.lower() in _KIN:
        return True
    return any("inan" in r.tags for r in nouns) and not any(r.case == "accs" and r.gender == "f" for r in nouns)


def _is_man_at_work(word: str) -> bool:
    """Whether a word in the nominative says what somebody is, woman or man: «следователь», «министр»."""
    nouns = [r for r in _likely(read_word(word)) if "NOUN" in r.tags] if word[:1].islower() else []
    return any(r.case == "nomn" and r.gender in ("m", None) and "anim" in r.tags and "sing" in r.tags for r in nouns)


def _apposition(name: str, word: str) -> Signs | None:
    """What an adjective or the name of a woman's work says right before a name: «обвиняемая Иванова», «певицу Смирнову»."""
    if not word or word.lower() in _KIN or is_geographic(name) or (word[0].isupper() and not is_known_word(word)):
        return None
    readings = _likely((*read_word(word), *read_participle(word)))
    if not readings or any(r.gender != "f" or not ({"ADJF", "PRTF"} & r.tags or "anim" in r.tags) for r in readings):
        return None
    if any({"Surn", "Name", "Apro"} & r.tags for r in readings):
        return None
    cases = tuple(sorted({r.case for r in readings if r.case}, key=CASES.index))
    fitting = any(r.gender in ("f", None) and (r.case is None or r.case in cases) for r in read_person(name))
    return Signs("f", cases) if cases and fitting else None


_BETWEEN = re.compile(r"\s*,\s*|\s+(?:и|или|либо)\s+")
_FEW = 3  # members of a list without «и»


def shared_cases(text: str, names: Sequence[tuple[Span, Signs, str]]) -> list[Signs]:
    """The signs of a sentence's persons, each with the preposition before it, as lists tell: all of one stand in one case."""
    signs = [sign for _, sign, _ in names]
    for first, last in _lists(text, [span for span, _, _ in names]):
        shared, wanted = set(CASES), set(CASES_AFTER.get(names[first][2].lower(), CASES))
        for n in range(first, last):  # «о Пескове и Барбине писала газета»: a verb behind tells nothing of them
            if not wanted & set(signs[n].cases or CASES):
                signs[n] = Signs()
        for (span, _, preposition), sign in zip(names[first:last], signs[first:last], strict=True):
            governed = CASES_AFTER.get(preposition.lower(), CASES)
            shared &= _listed_cases(span.of(text)) & set(sign.cases or CASES) & set(governed)
        if shared and len(shared) < len(CASES):
            cases = tuple(case for case in CASES if case in shared)
            signs[first:last] = [Signs(sign.gender, cases) for sign in signs[first:last]]
    return signs


def nominative_lists(text: str, names: Sequence[tuple[Span, Signs, str]]) -> list[Signs]:
    """The signs of a sentence's persons, with the nominative for lists of names with initials that begin it or are the subject:
    «Н. Самойлова и Е. Кириллова написали», «Выпуск подготовили Н. Самойлова, Е. Кириллова».
    """
    signs = [sign for _, sign, _ in names]
    for first, last in _lists(text, [span for span, _, _ in names]):
        some = names[first:last]
        listed = all("." in span.of(text) and "nomn" in _listed_cases(span.of(text)) for span, _, _ in some)
        free = all(sign == Signs() for _, sign, _ in some)
        if listed and free and _is_subject(text, Span(some[0][0].start, some[-1][0].stop)):
            signs[first:last] = [Signs(None, ("nomn",))] * len(some)
    return signs


def _is_subject(text: str, listed: Span) -> bool:
    """Whether a list begins its sentence, or stands behind its verb or a plural that it explains («авторы А. Б. и В. Г.»)."""
    before, behind = _LAST_OF.search(text[: listed.start]), _FIRST_OF.match(text[listed.stop :])
    if before is None:
        begins = not any(map(str.isalnum, text[: listed.start]))
        return begins and not (behind and governs_accusative(behind[1]))
    if agreement_of(before[1]) == "p":
        return not governs_accusative(before[1])
    return any({"plur", "anim"} <= reading.tags and reading.case == "nomn" for reading in read_word(before[1])[:1])


def _lists(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Where lists of names begin and end: those joined by «и», or three and more of them."""
    first = 0
    for n in range(1, len(spans) + 1):
        if n < len(spans) and _BETWEEN.fullmatch(text, spans[n - 1].stop, spans[n].start):
            continue
        gaps = [text[spans[m].stop : spans[m + 1].start].strip() for m in range(first, n - 1)]
        initialled = all("." in span.of(text) for span in spans[first:n])
        if len(gaps) >= _FEW - 1 or any(gap != "," for gap in gaps) or (gaps and initialled):
            yield first, n
        first = n


def _listed_cases(name: str) -> set[str]:
    """The cases that a member of a list may stand in: all of them where it may be unchanging, as «Бьянки» and «Шойгу» are.

    «Екатерина Лагно» is not: her first name tells.
    """
    first, _, rest = name.partition(" ")
    if rest and first.endswith(("а", "я")) and is_first_name(first):
        return {case for _, case in likely_forms(name)}
    return set(CASES) if _MAY_BE_FIXED.search(name) else {case for _, case in likely_forms(name)}


def likely_forms(name: str) -> set[tuple[str | None, str]]:
    """The genders and cases that a form may stand in, by its likely readings."""
    return {(reading.gender, case) for reading in _likely_persons(name) for case in cases_of(reading, name)}


@functools.lru_cache(maxsize=20_000)
def cases_of(person: Person, form: str) -> frozenset[str]:
    """The cases in which a reading has this form: a man's genitive is his accusative too."""
    if person.case is None:
        return frozenset(CASES)
    surname = form.split()[-1] if " " not in person.lemma else form
    declined = decline_person(person)
    return frozenset(case for case, some in declined.items() if key(some) == key(surname)) | {person.case}


@functools.lru_cache(maxsize=10_000)
def cases_of_title(word: str) -> frozenset[str]:
    """The cases of a man's work right before a full name, where none is the nominative: «мэра Александра Вилкула»."""
    readings = [r for r in read_word(word) if r.weight >= _LIKELY_TITLE]
    titles = all({"NOUN", "anim", "masc", "sing"} <= r.tags for r in readings)
    cases = frozenset(r.case for r in readings if r.case)
    return cases if titles and "nomn" not in cases else frozenset()
