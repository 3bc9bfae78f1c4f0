"""Several persons side by side, which the tagger takes for one name: «пресс-секретарь Путина Дмитрий Песков».

Words of one name agree in case. Where the first does not agree with the rest and can be a case of a surname by itself, it is
somebody else: an owner («адвокат Кирова Ольга Миронова»), or the neighbour in another clause («О Харрисе Нюберг сказал»).
"""

import re
from collections.abc import Iterable, Sequence, Set

from polyglot_news.document import Span
from polyglot_news.names.agreement import likely_forms
from polyglot_news.names.lists import key, surnames_established
from polyglot_news.names.morphology import read_surname
from polyglot_news.names.persons import PARTICLES, Person, Role, is_eastern, is_first_name, read_person

_WORD = re.compile(r"\w+(?:['’\-‑]\w+)*")
_INITIAL = re.compile(r"\b(?:Дж|[А-ЯЁ])\.")
_INITIALS = re.compile(r"(?:(?:Дж|[А-ЯЁ])\.\s?)+")
_INITIALLED_AND_ANOTHER = re.compile(r"(\w+(?:-\w+)?)\s((?:[А-ЯЁ]\.\s?){2})(?=[А-ЯЁ][а-яё])(\w+(?:-\w+)?)")
_GENITIVE = re.compile(r"(?:[оеё]в|[иы]н)а\Z")
_HARDLY = 0.02  # weight of a reading under which words do not agree
_LIKELY = 0.4  # weight of a lone surname's reading in an oblique case, from which it may be an owner
_NOT_LISTED = 0.25  # the same of one that ends as the genitive of Russian surnames does
_AGREES = 0.05  # weight of a full name in the nominative, from which its words agree
_LOOSELY = 0.15  # weight of three words as one name, under which they are rather two


def split_persons(text: str, span: Span) -> list[Span]:
    """The persons in what was tagged as one, in order; empty where it is one."""
    if behind := _behind_initials(text, span):
        return behind
    initials = _INITIALS.match(text, span.start, span.stop)
    words = [Span(*match.span()) for match in _WORD.finditer(text, initials.end() if initials else span.start, span.stop)]
    said = [word.of(text) for word in words]
    if not 2 <= len(words) <= 3 or any(word in PARTICLES for word in said):
        return []
    if initials:  # «В. С. Пестрякову Джавадов»
        one = len(words) == 2 and not _are_strangers(*said)
        return [] if one else [Span(span.start, words[0].stop), Span(words[1].start, span.stop)]
    if _INITIAL.search(text, span.start, span.stop):
        return []
    if is_eastern(span.of(text)):
        return []
    at = _border(said)
    return [Span(words[0].start, words[at - 1].stop), Span(words[at].start, words[-1].stop)] if at else []


def known_in_full(names: Iterable[str]) -> frozenset[str]:
    """The keys of the surnames that stand behind a first name alone, in any of these names."""
    pairs = (name.split() for name in names if name.count(" ") == 1)
    read = (read_person(" ".join(pair)) for pair in pairs if is_first_name(pair[0]))
    return frozenset(key(readings[0].last) for readings in read if readings and readings[0].last)


def split_known(name: str, surnames: Set[str]) -> int:
    """How many words the first of two persons has whose surnames a document has in full elsewhere: «Дикарло Нуртлеу»,
    «Михаиле Саакашвили Кобахидзе»; 0 where it is one person. `surnames`: their keys.
    """
    words = name.split()
    if not 2 <= len(words) <= 3 or any(word in PARTICLES for word in words) or is_eastern(name):
        return 0
    if len(words) == 3 and not is_first_name(words[0]):
        return 0
    both = [_surnames_of(word) for word in words[-2:]]
    others = surnames_established().keys() if len(words) == 3 else frozenset[str]()
    if not both[1] & surnames or not (both[0] & surnames or both[0] & others) or both[0] & both[1]:
        return 0
    return len(words) - 1


def _surnames_of(word: str) -> Set[str]:
    """The surnames that a word may be a form of; none where it is a first name."""
    return frozenset() if is_first_name(word) else frozenset(key(reading.lemma) for reading in read_surname(word))


def _behind_initials(text: str, span: Span) -> list[Span]:
    """A surname with initials behind it, then somebody else's surname: «Вострецова Ю. К. Дзюба»; not «Дональд Дж. Трамп»."""
    both = _INITIALLED_AND_ANOTHER.fullmatch(text, span.start, span.stop)
    if both is None or is_first_name(both[1]):
        return []
    return [Span(span.start, both.end(2) - len(both[2]) + len(both[2].rstrip())), Span(*both.span(3))]


def _border(words: Sequence[str]) -> int:
    """How many words the first person has; 0 where there is only one person."""
    first, *rest = words
    if len(words) == 2:
        return 1 if not any(map(is_first_name, words)) and _are_strangers(first, rest[0]) else 0
    if not is_first_name(first):
        return 1 if _is_owner(first, rest) else 0
    if not any(map(is_first_name, rest)) and not _may_agree(first, words[-1]):  # «Уэйна Гретцки Овечкину»
        return 2
    return 2 if _is_followed_by_another(words) else 0


def _are_strangers(one: str, other: str) -> bool:
    """Two surnames that do not agree: «Навального Кобзев»."""
    readings = read_person(f"{one} {other}")
    if not readings or readings[0].weight < _HARDLY:
        return True
    same = read_person(one)
    left_as_it_is = readings[0].case == "nomn" and readings[0].words[0].text == one
    return left_as_it_is and _oblique(same) >= _LIKELY and _oblique(same) > 2 * _nominative(same)


def _is_owner(first: str, rest: Sequence[str]) -> bool:
    """Whether a surname stands before somebody else's full name: «Кирова Ольга Миронова», but not «Иванова Ольга Петровна»."""
    alone, full = read_person(first), read_person(" ".join(rest))
    if not full or any(word.role is Role.PATRONYMIC for word in full[0].words) or _nominative(full) < _AGREES:
        return False
    if _GENITIVE.search(first) and full[0].gender == "m":  # no woman's surname before a man's name
        return _oblique(alone) >= _NOT_LISTED
    if is_first_name(rest[0]):
        return _oblique(alone) >= _LIKELY
    return _oblique(alone) >= _LIKELY and _oblique(alone) > 2 * _nominative(alone)


def _is_followed_by_another(words: Sequence[str]) -> bool:
    """A full name in an oblique case, then a first name that is in none: «Игоря Петрова Анна»."""
    head, whole = read_person(" ".join(words[:-1])), read_person(" ".join(words))
    alone = read_person(words[-1])
    if not whole or whole[0].weight >= _LOOSELY or any(word.role is Role.PATRONYMIC for word in whole[0].words):
        return False
    return is_first_name(words[-1]) and _oblique(head) >= _LIKELY and bool(alone) and alone[0].case == "nomn"


def _may_agree(first: str, last: str) -> bool:
    """Whether a first name and a surname agree in gender and case by some likely reading of each."""
    return bool(likely_forms(first) & likely_forms(last))


def _oblique(readings: Sequence[Person]) -> float:
    return max((r.weight for r in readings if r.case not in ("nomn", None)), default=0.0)


def _nominative(readings: Sequence[Person]) -> float:
    return max((r.weight for r in readings if r.case in ("nomn", None)), default=0.0)
