"""Surnames beside a first name that has no cases: «Андре Леру» is a nominative unless something beside it asks for a dative.

By its ending «Леру» is the dative of «Лер» as well, and «Барбю» that of «Барбь». A first name that is declined would tell;
«Андре», «Анри», «Бенуа» do not, so the words before the name must, or a list that has the surname without the ending."""

import functools
import re

from polyglot_news.names.lists import foreign_surnames, given_names, key, surnames_established
from polyglot_news.names.morphology import is_known_as, read_word, verbs_of
from polyglot_news.names.persons import Person, Role, words_of

CLIPPED = 0.1
"""What the reading of a surname without its ending is worth beside such a first name, where nothing asks for it."""
_WITHOUT_CASES = re.compile(r"(?:[еиоуюэ]|уа)\Z")
_MAY_BE_WHOLE = re.compile(r"[еиоуюэ]\Z")
_RUSSIAN = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|[оеё]ва|[иы]на|[сц]кая)\Z")
_WITH_DATIVE = frozenset(
    """вручить вручать дать давать отдать отдавать передать передавать предложить предлагать позвонить звонить помочь помогать
    отказать отказывать запретить запрещать разрешить разрешать сообщить сообщать рассказать рассказывать написать писать
    ответить отвечать поручить поручать доверить доверять присудить присуждать присвоить присваивать подарить дарить проиграть
    проигрывать уступить уступать угрожать грозить мешать помешать верить поверить принадлежать предъявить предъявлять
    посвятить посвящать выразить пожелать желать обещать пообещать советовать посоветовать адресовать""".split()
)


@functools.lru_cache(maxsize=10_000)
def is_clipped(person: Person, form: str) -> bool:
    """Whether a reading takes its ending off a surname that may be whole as it stands, and that no list has without it."""
    words, last = words_of(form), [word.text for word in person.words if word.role is Role.LAST]
    if len(words) < 2 or len(last) != 1 or not person.first or not _MAY_BE_WHOLE.search(words[-1]):
        return False
    given = given_names().get(key(words[0]))
    if given is None or given.gender != "m" or not _WITHOUT_CASES.search(words[0]) or key(last[0]) == key(words[-1]):
        return False
    listed = key(last[0]) in foreign_surnames() or key(last[0]) in surnames_established() or is_known_as(last[0], "Surn")
    return not listed and not _RUSSIAN.search(last[0])


@functools.lru_cache(maxsize=10_000)
def cases_asked(word: str) -> frozenset[str]:
    """The oblique cases that the word before a name asks by agreeing («тренеру Хосе Паррадесу») or governing («вручил»)."""
    readings = [reading for reading in read_word(word) if reading.weight >= 0.2] if word.islower() else []
    if any(verb in _WITH_DATIVE for verb in verbs_of(word)):
        return frozenset(("datv",))
    cases = {reading.case for reading in readings}
    return frozenset() if "nomn" in cases else frozenset(case for case in cases if case)
