"""Names in quotation marks: «Лингвотех», and what the nominative of «Лингвотеха» is."""

import re
from collections.abc import Iterator, Sequence, Set

from polyglot_news.document import Span
from polyglot_news.names.lists import established, key
from polyglot_news.names.morphology import CASES_AFTER, is_known_word, read_word, verbs_of
from polyglot_news.names.phrases import read_phrase

_UNKNOWN = re.compile(r"[«„“\"]([А-ЯЁ][а-яё]{3,}(?:-[А-ЯЁ]?[а-яё]+)*)[»“”\"]")
_ENDINGS = ("ом", "ем", "е", "у", "а")
_FEMININE = re.compile(r"([\w-]{2,}[бвгджзклмнпрстфхцчшщ])(?:ы|и|е|у|ой|ей)")
_STEM = re.compile(r"\w{2}[бвгджзклмнпрстфхцчшщ]\Z")
_KINDS = frozenset(
    """компания группа банк агентство фирма издание телеканал канал завод холдинг корпорация концерн сеть сервис магазин кафе
    клуб команда проект приложение газета журнал портал сайт организация фонд движение партия бренд марка программа фабрика
    комбинат предприятие ресторан гостиница отель театр кинотеатр студия центр система платформа журнал радиостанция общество
    объединение ассоциация союз стадион аэропорт судно корабль танкер теплоход фильм роман книга сериал спектакль операция
    бригада батальон полк отряд подразделение ооо зао оао ао пао папка""".split()
)
"""What stands before a name in quotation marks, which is in the nominative then: «в компании „Финам“»."""
_GIVEN_TO = frozenset(
    """уступить уступать проиграть проигрывать достаться доставаться передать передавать продать продавать помочь помогать
    принадлежать грозить вернуть отказать отказывать выплатить подарить поручить доверить разрешить запретить запрещать
    предложить предлагать противостоять перечислить присудить помешать мешать забить перейти отойти подчиняться выдать
    предъявить приписать""".split()
)
"""Verbs behind which a name stands in the dative: «уступил „Ливингстону“»."""
_NUMBERED = re.compile(r"([^\W\d_]{3,})(-\d\w*)")


def unknown_in_quotes(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Single words in quotation marks, with a capital, that no dictionary has."""
    for match in _UNKNOWN.finditer(text):
        span = Span(*match.span(1))
        if not span.meets(taken) and not is_known_word(match[1]):
            yield span


def quoted_lemma(form: str, before: str, quoted: Set[str]) -> str:
    """The nominative of a name in quotation marks that no list has; `before`: the word before it; `quoted`: all such names of
    the document, as they stand.
    """
    if numbered := _NUMBERED.fullmatch(form):  # there is one of them: «Формулы-2» is no plural
        return _singular(numbered[1], before) + numbered[2]
    if " " in form:
        if (same := _same_words(form, quoted)) is not None:
            return same
        readings = read_phrase(form)
        declined = readings[0].case not in ("nomn", None) and all(r.case not in ("nomn", None) for r in readings)
        return readings[0].lemma if declined and _begins_with_adjective(form) else form
    if any(r.case in ("nomn", None) for r in read_phrase(form)) or not is_known_word(form):
        stem = next((stem for stem in (*_stems(form), *_feminine(form)) if stem in quoted), None)
        if stem:
            return stem
        if (found := _FEMININE.fullmatch(form)) and {found[1] + "ы", found[1] + "у"} <= quoted:
            return f"{found[1]}а"  # «Самрук-Казыну», «Самрук-Казыны»
    if is_known_word(form):
        nominative = key(form) in established() or any(r.case in ("nomn", None) for r in read_phrase(form))
        return form if nominative else read_phrase(form, before)[0].lemma
    if form.endswith(("ы", "и", "ой")):  # «по данным „Медиазоны“»
        guessed = read_phrase(form, before)[0]
        governed = guessed.gender == "f" and guessed.lemma in _feminine(form) and _is_oblique(form, before)
        return guessed.lemma if governed else form
    return next((stem for stem in _stems(form) if _STEM.search(stem) and _is_oblique(form, before)), form)


def _singular(form: str, before: str) -> str:
    """The nominative of a word that is no plural; one that no dictionary has stays as it stands."""
    readings = read_phrase(form, before) if is_known_word(form) else ()
    if readings and key(readings[0].lemma) in established():
        return readings[0].lemma
    single = [reading for reading in readings if reading.gender]
    return form if not single or any(reading.case == "nomn" for reading in single) else single[0].lemma


def _stems(form: str) -> Iterator[str]:
    """What a quoted name may be a case of: «Лингвотеха» of «Лингвотех»."""
    yield from (form.removesuffix(ending) for ending in _ENDINGS if form.endswith(ending))


def _same_words(form: str, quoted: Set[str]) -> str | None:
    """A name of several words that stands elsewhere in the nominative: «Волгонефти Звезды» of «Волгонефть Звезда»."""
    words = form.split()
    for other in quoted:
        theirs = other.split()
        if len(theirs) == len(words) and other != form and all(map(_may_be_of, words, theirs)):
            return other
    return None


def _may_be_of(form: str, nominative: str) -> bool:
    return form == nominative or any(r.case != "nomn" and r.lemma == nominative.lower() for r in read_word(form))


def _feminine(form: str) -> list[str]:
    """The same, of a feminine name: «Медиазоны» of «Медиазона»."""
    found = _FEMININE.fullmatch(form)
    return [f"{found[1]}а"] if found else []


def _begins_with_adjective(form: str) -> bool:
    return any("ADJF" in reading.tags for reading in read_word(form.split()[0]))


def _is_oblique(form: str, before: str) -> bool:
    """Whether a name that no dictionary has is declined: by the word before it."""
    readings = read_word(before) if before else ()
    if any(reading.lemma in _KINDS for reading in readings):
        return False
    if form.endswith("у") and not _GIVEN_TO.isdisjoint(verbs_of(before)):
        return True
    if not form.endswith("а"):
        return before.lower() in CASES_AFTER or any("NOUN" in reading.tags for reading in readings)
    governed = CASES_AFTER.get(before.lower(), ())
    return "gent" in governed or any("NOUN" in reading.tags for reading in readings[:1])
