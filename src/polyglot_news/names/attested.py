"""English spellings that a document gives by the way: in brackets behind a name, in handles and addresses."""

import re
from collections.abc import Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.names.restore import sounds_of
from polyglot_news.names.romanise import fold
from polyglot_news.text.vocabulary import english_words

_BRACKETS = re.compile(r"[»\"”]?\s?\((?:англ\.\s?|англ\s)?([A-Z][\w'’.-]*(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w'’.-]*){0,4})(?:\)|,\s)")
_WORD = re.compile(r"[A-Za-z]{3,}")
_ADDRESS = re.compile(r"\A(?:\w+://|www\.)|\A[^@]*[/.]", re.IGNORECASE)
_FEWEST_SOUNDS = 4  # consonants of a surname that is known by its sound alone
_OWN_PAGE = re.compile(
    r"\A(?:https?://)?(?:www\.|m\.)?(?:t\.me(?:/s)?|telegram\.me|vk\.com|ok\.ru|x\.com|twitter\.com|instagram\.com|facebook\.com|"
    r"youtube\.com|tiktok\.com|threads\.net|github\.com|linkedin\.com/in|bsky\.app/profile)/@?([\w.-]+)",
    re.IGNORECASE,
)


def in_brackets(text: str, name: Span) -> str | None:
    """What stands in brackets right behind a name: «Набиуллина (Nabiullina)»."""
    match = _BRACKETS.match(text, name.stop)
    return match[1] if match else None


def in_handles(handles: Sequence[tuple[str, str]], surname: str) -> Iterator[tuple[str, str]]:
    """Segments and the surname as a handle there spells it, its owner's own choice: `t.me/sokolov_andrey`, `@sokolov`."""
    for segment, handle in handles:
        if not _ADDRESS.search(handle):
            yield from _spelled(segment, handle, surname)
        elif page := _OWN_PAGE.match(handle):
            yield from _spelled(segment, page[1], surname)


def in_addresses(handles: Sequence[tuple[str, str]], surname: str) -> Iterator[tuple[str, str]]:
    """The same of the addresses of pages, which newsrooms make: of a foreign surname also what sounds so."""
    sounds = sounds_of(surname)
    for segment, address in handles:
        if _ADDRESS.search(address) and not _OWN_PAGE.match(address):
            yield from _spelled(segment, address, surname)
            for word in _WORD.findall(address):
                if len(sounds) >= _FEWEST_SOUNDS and sounds_of(word) == sounds and word.lower() not in english_words():
                    yield segment, word.capitalize()


def _spelled(segment: str, text: str, surname: str) -> Iterator[tuple[str, str]]:
    wanted = fold(surname)
    for match in _WORD.finditer(text):
        if fold(match[0]) == wanted:
            yield segment, match[0].capitalize()
