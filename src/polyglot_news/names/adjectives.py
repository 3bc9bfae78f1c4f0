"""Adjectives of places that English spells otherwise than Russian: «киевский суд» is a Kyiv court, as «Киев» is Kyiv.

A model writes "Kiev", "Kharkov", "Odessa" for them, and the document would have both.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span
from polyglot_news.names.morphology import read_word

_PLACES = {
    "киевск": "Киев", "харьковск": "Харьков", "одесск": "Одесса", "львовск": "Львов", "черниговск": "Чернигов",
    "винницк": "Винница", "луганск": "Луганск", "ровенск": "Ровно", "ровненск": "Ровно", "тернопольск": "Тернополь",
    "житомирск": "Житомир", "ужгородск": "Ужгород", "запорожск": "Запорожье", "криворожск": "Кривой Рог",
    "черновицк": "Черновцы",
}  # fmt: skip
_ADJECTIVE = re.compile(
    rf"(?<![\w«\"“„-])(?P<stem>{'|'.join(_PLACES)})(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими) (?P<next>[«\"“]?\w+)",
    re.IGNORECASE,
)


def adjectives_of_places(text: str) -> Iterator[tuple[Span, str]]:
    """Each before what it is said of, with the place; one with a capital only where it begins the sentence and a noun or
    adjective in small letters follows, since it may be a surname.
    """
    for match in _ADJECTIVE.finditer(text) if "ск" in text or "цк" in text else ():
        begins = not any(map(str.isalnum, text[: match.start()])) and match["next"].islower() and read_word(match["next"])
        if match[0][0].islower() or begins:
            yield Span(match.start(), match.start("next") - 1), _PLACES[match["stem"].lower()]
