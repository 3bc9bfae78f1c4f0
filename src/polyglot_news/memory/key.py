"""Under which key a unit is found: which sources count as one sentence.

Sources count as one where they differ only in blanks, in the way that accents are composed, and in addresses, e-mail addresses,
handles and hashtags: these are items, of which a key knows only the kinds and which of them are the same one. Figures are no
items; another number is another sentence.

A unit is a template, found for every such source, where its target can be made anew for another one (`is_template`): each item
of its source stands in the target exactly as often as in the source, and the target has no line end, which would break a
heading or a table that has the sentence on one line. Every other unit is found for the exact same source only.

A person's unit, or an imported one, is found whatever model is used and whatever names it was told. It serves the format it was
made in, and the other too where neither its source nor its target has a character that Markdown reads in its own way
(`is_plain`): then both formats write the same.
"""

import functools
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polyglot_news.document import Span, splice
from polyglot_news.memory.units import Query, Unit, UnitOrigin
from polyglot_news.text.protection import find_protected

_ITEM_KINDS = frozenset({"url", "email", "handle", "hashtag"})
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use; an _OPEN of the source's own is doubled
_MAYBE_ITEM = re.compile(r"[@#$_/]|[.:]\S")  # what an item must hold; most sentences have none, and it takes long to look
_TWO_LINKS = "]("  # links side by side in Markdown are taken for one address, with the words of the second in it
_BLANKS = re.compile(r"\s+")
_LINE_END = re.compile(r"[\n\r]")
# Anywhere, and at the start of a line: lists, rules and underlines of headings (CommonMark 0.31.2, sections 4.1, 4.3, 5.2).
_SPECIAL = re.compile(r"[\\`*_\[\]<>#&|~]|\A\s*(?:[-+=]|\d{1,9}[.)])")
_ANY_FORMAT = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A source as keys see it."""

    text: str
    """In NFC, with single blanks and none at the ends; a marker with kind and number in the place of each item."""
    items: tuple[str, ...]
    """As the source writes them, each once, in the order of their numbers."""


@functools.lru_cache(maxsize=2048)
def normalise(source: str) -> Pattern:
    """The pattern of a source. Two sources with equal texts have as many items, of the same kinds, in the same places."""
    numbers: dict[str, int] = {}
    pieces: list[str] = []
    at = 0
    for span, kind in _items(source):
        number = numbers.setdefault(span.of(source), len(numbers))
        pieces += [source[at : span.start].replace(_OPEN, _OPEN * 2), f"{_OPEN}{kind}{number}{_CLOSE}"]
        at = span.stop
    pieces.append(source[at:].replace(_OPEN, _OPEN * 2))
    text = unicodedata.normalize("NFC", "".join(pieces))
    return Pattern(_BLANKS.sub(" ", text).strip(), tuple(numbers))


def is_template(source: str, target: str) -> bool:
    """Whether the target can be made for other sources of the same pattern; the rule is at the head of this module."""
    if _LINE_END.search(target):
        return False
    here, there = _counts(source), _counts(target)
    return all(there[word] == count and target.count(word) == source.count(word) for word, count in here.items())


def fill(source: str, target: str, items: Sequence[str]) -> str:
    """The target of a template with other items, numbered as in its source's pattern.

    Raises ValueError where there are more or fewer of them than the source has.
    """
    new = dict(zip(normalise(source).items, items, strict=True))
    places = ((span, span.of(target)) for span, _ in _items(target))
    return splice(target, [(span, new[word]) for span, word in places if word in new])


def is_plain(source: str, target: str) -> bool:
    """Whether Markdown and plain text write both in the same way."""
    return not (_SPECIAL.search(source) or _SPECIAL.search(target))


def keys_of(query: Query) -> tuple[bytes, bytes]:
    """The keys under which a model's unit could be found: for this very source, then for any of its pattern."""
    scope = ("model", query.signature, query.direction, query.format, query.context)
    return _exact(scope, query.source), _template(scope, query.source)


def human_keys_of(source: str, direction: str, format_name: str) -> tuple[bytes, ...]:
    """The keys under which a person's or an imported unit could be found for a source."""
    scopes = [("human", direction, format_name), ("human", direction, _ANY_FORMAT)]
    return tuple(make(scope, source) for scope in scopes for make in (_exact, _template))


def key_of(unit: Unit) -> bytes:
    """The one key of a unit."""
    make = _template if is_template(unit.source, unit.target) else _exact
    if unit.origin is UnitOrigin.MODEL:
        return make(("model", unit.signature, unit.direction, unit.format, unit.context), unit.source)
    is_shared = is_plain(unit.source, unit.target)
    return make(("human", unit.direction, _ANY_FORMAT if is_shared else unit.format), unit.source)


def _exact(scope: tuple[str, ...], source: str) -> bytes:
    return _digest((*scope, "exact", source))


def _template(scope: tuple[str, ...], source: str) -> bytes:
    return _digest((*scope, "template", normalise(source).text))


def _digest(parts: Sequence[str]) -> bytes:
    """Each part with its length, so that no two lists of parts are the same bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.digest()


def _items(text: str) -> Iterable[tuple[Span, str]]:
    if not _MAYBE_ITEM.search(text):
        return ()
    found = ((item.span, item.kind) for item in find_protected(text) if item.kind in _ITEM_KINDS)
    return ((span, kind) for span, kind in found if _TWO_LINKS not in span.of(text))


def _counts(text: str) -> Counter[str]:
    return Counter(span.of(text) for span, _ in _items(text))
