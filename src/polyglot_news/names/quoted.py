"""Names in quotation marks: «Лингвотех», and what the nominative of «Лингвотеха» is."""

import re
from collections.abc import Iterator, Sequence, Set

from polyglot_news.document import Span
from polyglot_news.names.lists import established, key
from polyglot_news.names.morphology import CASES_AFTER, is_known_word, read_word
from polyglot_news.names.phrases import read_phrase

_UNKNOWN = re.compile(r"[«„“\"]([А-ЯЁ][а-яё]{3,}(?:-[А-ЯЁ]?[а-яё]+)*)[»“”\"]")
_ENDINGS = ("ом", "ем", "е", "у", "а")
_STEM = re.compile(r"\w{2}[бвгджзклмнпрстфхцчшщ]\Z")
_KINDS = frozenset(
    """компания группа банк агентство фирма издание телеканал канал завод холдинг корпорация концерн сеть сервис магазин кафе
    клуб команда проект приложение газета журнал портал сайт организация фонд движение партия бренд марка программа фабрика
    комбинат предприятие ресторан гостиница отель театр кинотеатр студия центр система платформа журнал радиостанция общество
    объединение ассоциация союз стадион аэропорт судно корабль танкер теплоход фильм роман книга сериал спектакль операция
    бригада батальон полк отряд подразделение ооо зао оао ао пао папка""".split()
)
"""What stands before a name in quotation marks, which is in the nominative then: «в компании „Финам“»."""


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
    if " " in form:
        readings = read_phrase(form)
        declined = readings[0].case not in ("nomn", None) and all(r.case not in ("nomn", None) for r in readings)
        return readings[0].lemma if declined and _begins_with_adjective(form) else form
    if any(r.case in ("nomn", None) for r in read_phrase(form)) or not is_known_word(form):
        stem = next((stem for stem in _stems(form) if stem in quoted), None)
        if stem:
            return stem
    if is_known_word(form):
        nominative = key(form) in established() or any(r.case in ("nomn", None) for r in read_phrase(form))
        return form if nominative else read_phrase(form, before)[0].lemma
    return next((stem for stem in _stems(form) if _STEM.search(stem) and _is_oblique(form, before)), form)


def _stems(form: str) -> Iterator[str]:
    """What a quoted name may be a case of: «Лингвотеха» of «Лингвотех»."""
    yield from (form.removesuffix(ending) for ending in _ENDINGS if form.endswith(ending))


def _begins_with_adjective(form: str) -> bool:
    return any("ADJF" in reading.tags for reading in read_word(form.split()[0]))


def _is_oblique(form: str, before: str) -> bool:
    """Whether a name that no dictionary has is declined: by the word before it."""
    readings = read_word(before) if before else ()
    if any(reading.lemma in _KINDS for reading in readings):
        return False
    if not form.endswith("а"):
        return before.lower() in CASES_AFTER or any("NOUN" in reading.tags for reading in readings)
    governed = CASES_AFTER.get(before.lower(), ())
    return "gent" in governed or any("NOUN" in reading.tags for reading in readings[:1])
