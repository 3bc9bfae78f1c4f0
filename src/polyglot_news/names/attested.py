"""English spellings that a document gives by the way: in brackets behind a name, in handles and addresses."""

import re
from collections.abc import Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.names.romanise import fold

_BRACKETS = re.compile(r"[»\"”]?\s?\((?:англ\.\s?|англ\s)?([A-Z][\w'’.-]*(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w'’.-]*){0,4})(?:\)|,\s)")
_WORD = re.compile(r"[A-Za-z]{3,}")


def in_brackets(text: str, name: Span) -> str | None:
    """What stands in brackets right behind a name: «Набиуллина (Nabiullina)»."""
    match = _BRACKETS.match(text, name.stop)
    return match[1] if match else None


def in_handles(handles: Sequence[tuple[str, str]], surname: str) -> Iterator[tuple[str, str]]:
    """Segments and the surname as a handle or address there spells it: `t.me/sokolov_andrey`."""
    wanted = fold(surname)
    for segment, handle in handles:
        for match in _WORD.finditer(handle):
            if fold(match[0]) == wanted:
                yield segment, match[0].capitalize()
