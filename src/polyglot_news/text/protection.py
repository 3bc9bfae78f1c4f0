"""What must be carried across unchanged: addresses, handles, tags, icons, and characters that no model should see.

Each rule is a name and a pattern; the first that matches at a place wins, so their order matters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import Span

# Top-level domains under which a bare name such as `t.me/x` or `bbc.co.uk` counts as an address. Not a list of all: a missing
# space after a full stop ("дома.Он", "end.The") must not become one.
_DOMAINS = "com|org|net|info|biz|edu|gov|mil|int|io|me|tv|ai|ru|su|ua|by|kz|uk|us|de|fr|eu|pl|it|es|ch|at|cz|lv|lt|ee|fi|ge|am|az|uz|news|online|site|media|press|live|app|dev|blog|рф|укр|бел"
_TAIL = r"[^\s<>\"«»“”‘’]*[^\s<>\"«»“”‘’.,;:!?…)\]}'*]"
_RULES = (
    ("marker", r"<x\d>|>>\w{2,8}<<"),
    ("url", rf"(?:https?|ftp|tg|mailto|tel)://?{_TAIL}|\bwww\.{_TAIL}"),
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("url", rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w-])(?!\.\w)(?:/(?:{_TAIL})?)?"),
    ("handle", r"(?<![\w@./])@\w[\w.]*\w"),
    ("hashtag", r"(?<![\w&#])#[^\W\d_]\w*|(?<![\w&#])#\w*[^\W\d]\w*"),
    ("number", r"(?<![\w.])\+\d[\d ()-]{7,}\d(?!\w)|(?<![\w.,:])\d{5,}(?![\w.,:]*\d)"),
)
_PATTERN = re.compile("|".join(f"(?P<r{i}>{pattern})" for i, (_, pattern) in enumerate(_RULES)))
_WORDLIKE_SYMBOLS = frozenset("№©®™°℃℉€$£¥₽₴%‰§&+=<>~^|/\\`´¨¯¸ˆ˜")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
# Everything that the models have pieces for: Latin with its accents, Cyrillic, digits, general punctuation, currency signs.
_PLAIN = re.compile(
    r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0300-\u0301\u0308\u0306\u0400-\u052f\u2009-\u2015\u2018-\u203a\u20a0-\u20bf\u2116\u2122\u2212]*\Z"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch that is carried across as it stands."""

    span: Span
    kind: str
    """`url`, `email`, `handle`, `hashtag`, `number`, `icon`, `foreign`, `marker`, `code`."""


def find_protected(text: str, *, atoms: Sequence[Span] = ()) -> list[Item]:
    """Everything in `text` that must survive, in order, disjoint; `atoms` are stretches that markup already marks as such."""
    found = [Item(span, "code") for span in atoms]
    found += [_item(text, match) for match in _PATTERN.finditer(text)]
    if not _PLAIN.match(text):
        found += _find_odd_characters(text)
    return _disjoint(found)


def peel(text: str, items: Sequence[Item]) -> tuple[int, int]:
    """How much of the beginning and the end of `text` is nothing but items, white space and punctuation between them.

    Returns the span's start and stop of what is left: it keeps its own punctuation, since an item at an end is only peeled off
    where it is no part of the sentence: an icon anywhere, an address or a tag behind a final stop or a colon.
    """
    start, stop = 0, len(text)
    for item in items:
        if text[start : item.span.start].strip(" \t\u00a0") or not (item.kind == "icon" or start):
            break
        start = _skip_space(text, item.span.stop)
    for item in reversed(items):
        between = text[item.span.stop : stop]
        before = text[start : item.span.start].rstrip()
        if (
            between.strip()
            or item.span.start < start
            or not (item.kind == "icon" or before[-1:] in ".!?…:" or stop < len(text))
        ):
            break
        stop = len(text[: item.span.start].rstrip())
    return start, max(start, stop)


def _item(text: str, match: re.Match[str]) -> Item:
    """An address takes the closing bracket that it opened itself, as in `https://a.b/Name_(film)`."""
    kind = _RULES[int(str(match.lastgroup)[1:])][0]
    start, stop = match.span()
    if kind == "url" and text[stop : stop + 1] == ")" and match[0].count("(") > match[0].count(")"):
        stop += 1
    return Item(Span(start, stop), kind)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _find_odd_characters(text: str) -> Iterator[Item]:
    """Runs of icons, of characters that are not text at all, and of letters in other scripts."""
    at = 0
    while at < len(text):
        kind = _odd_kind(text[at])
        start = at
        at += 1
        if kind:
            while at < len(text) and (text[at] in _JOINERS or _odd_kind(text[at]) == kind):
                at += 1
            yield Item(Span(start, at), kind)


def _odd_kind(char: str) -> str:
    if char < "\x7f" and char >= " ":
        return ""
    category = unicodedata.category(char)
    if category in ("So", "Sk", "Sm") and char not in _WORDLIKE_SYMBOLS:
        return "icon"
    if category in ("Cs", "Co", "Cn") or (category in ("Cc", "Cf") and char not in "\t\n\r\u00ad"):
        return "icon"
    if char in "•·▪◦‣⁃":
        return "icon"
    if category[0] == "L" and not unicodedata.name(char, "").startswith(
        ("LATIN", "CYRILLIC", "MODIFIER", "MASCULINE", "FEMININE")
    ):
        return "foreign"
    return ""


def _disjoint(found: list[Item]) -> list[Item]:
    """Items in order; of those that overlap the one that begins first, and of those the longest."""
    kept: list[Item] = []
    for item in sorted(found, key=lambda i: (i.span.start, -i.span.stop)):
        if item.span and (not kept or item.span.start >= kept[-1].span.stop):
            kept.append(item)
    return kept
