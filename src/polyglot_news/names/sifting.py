"""What the tagger of Russian names takes for a name, or for a part of one, and is none."""

import re

from polyglot_news.document import NameKind, Span
from polyglot_news.names.lists import established, key
from polyglot_news.names.morphology import is_common, is_verb, read_word
from polyglot_news.names.phrases import read_phrase

_TITLE = re.compile(
    r"(?:капт|кап|лейт|серж|полк|подполк|майор|ген|адм|сен|губ|деп|проф|акад|доц|инж|преп|свящ|о|др)\.(?:\s+|(?=[А-ЯЁ])|(?<=\A\w{3}\.)\Z|(?<=\A\w{4}\.)\Z)",
    re.IGNORECASE,
)
_OPENING, _CLOSING = tuple("«\"“„'"), tuple("»\"”“'")
_ENDS = tuple(".!?…:—–-")  # what a sentence or a speech begins behind
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"})


def may_hold_name(text: str) -> bool:
    """Whether the tagger may find a name in a sentence: not where its one capital is that of a common word at its beginning,
    outside of quotation marks, which is taken for no name anyway. The tagger takes half the time of looking for names.
    """
    first = _WORD.search(text)
    if first is None or text[: first.start()].endswith(_OPENING) or any(map(str.isupper, text[first.start() + 1 :])):
        return True
    named = any(_NAMES & reading.tags for reading in read_word(first[0]))
    return named or not is_common(first[0]) or _is_established(first[0])


def without_title(text: str, span: Span) -> Span | None:
    """A name without the shortened title before it: «Капт. Ли»; None where it is nothing else."""
    while title := _TITLE.match(text, span.start):
        if title.end() >= span.stop:
            return None
        span = Span(title.end(), span.stop)
    return span


def without_clause(text: str, span: Span, kind: NameKind) -> Span | None:
    """An organisation that is no beginning of somebody's words: «Газпром платит» is Gazprom, «Бригады работают» nobody."""
    if kind is not NameKind.ORGANISATION or _is_established(span.of(text)):
        return span
    verb = next((match for match in _WORD.finditer(text, span.start, span.stop) if is_verb(match[0])), None)
    if verb is not None:
        name = text[span.start : verb.start()].rstrip().lstrip("".join(_OPENING))
        start = text.index(name, span.start) if name else span.start
        return Span(start, start + len(name)) if name and _is_established(name) else None
    return None if _is_common_at_beginning(text, span) else span


def _is_established(form: str) -> bool:
    return key(form) in established() or key(read_phrase(form)[0].lemma) in established()


def _is_common_at_beginning(text: str, span: Span) -> bool:
    """Whether it is a common noun that has its capital from beginning a sentence or somebody's words."""
    form = span.of(text)
    if not _WORD.fullmatch(form) or form.isupper() or not is_common(form):
        return False
    if any(_NAMES & reading.tags for reading in read_word(form)):
        return False
    opened = text[: span.start].endswith(_OPENING)
    if opened and text[span.stop :].startswith(_CLOSING):
        return False
    before = text[: span.start].rstrip(" \t\n" + "".join(_OPENING))
    return opened or not any(map(str.isalnum, before)) or before.endswith(_ENDS)
