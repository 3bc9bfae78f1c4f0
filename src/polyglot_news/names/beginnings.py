"""Words that begin an English sentence with a capital and are somebody's surname elsewhere: "Grant money was stolen"."""

import re

from polyglot_news.document import Span
from polyglot_news.text.vocabulary import english_words

_BEHIND = re.compile(r" (?P<noun>[a-z]+) (?P<verb>[a-z]+)")
_OF = re.compile(r" (?:of|my|your) ")
_HELPING = frozenset(
    """is are was were has have had will would can could may might must shall should do does did remain
    became become seem""".split()
)
_SAYING = frozenset(
    """said says told tells is are was were has have had will would can could may might must shall should do does did also then
    never always later himself herself who and or but came went left made took gave got won lost met held knew thought saw ran
    spoke wrote began led kept stood felt found put set let sent spent built paid read cut hit beat quit shot fell rose flew
    drew drove grew threw chose broke swore tore wore hid rode sang sank struck swept bought brought caught fought sought
    taught sold just only still now once again not too""".split()
)
_GOES_ON = frozenset(
    """the a an his her its their our my this that these those him them it us me to in on at of for from by with as into over
    out up down off back away about after before against under through between all no one two three every another""".split()
)
_PEOPLE = frozenset("people men women children police staff".split())


def is_word_at_beginning(text: str, span: Span) -> bool:
    """Whether a lone word with a capital is a common one that tells of the noun behind it, or has what belongs to it there."""
    word = span.of(text)
    if word.lower() not in english_words() or any(map(str.isalnum, text[: span.start])):
        return False
    if _OF.match(text, span.stop):
        return True
    behind = _BEHIND.match(text, span.stop)
    if behind is None or behind["noun"] in _SAYING | _GOES_ON or behind["noun"].endswith(("ed", "ly")):
        return False
    if behind["verb"] in _GOES_ON or behind["verb"].endswith("ly"):
        return False
    plural = behind["noun"].endswith("s") or behind["noun"] in _PEOPLE
    return behind["noun"] in english_words() and (plural or behind["verb"] in _HELPING)
