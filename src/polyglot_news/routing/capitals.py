"""Lines in capitals that may be nothing but names: «КИМ ЧЕН ЫН», «СИ ЦЗИНЬПИН И ТРАМП», "NARENDRA MODI".

Capitals hide which words are names, so that a foreign name is taken for foreign words. Where no word of such a line is an
ordinary one of any language, it may be names: neighbours are asked. Where Russian has one of them as a name and as nothing
else, it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from polyglot_news.routing.evidence import NAME_PARTICLES, NO_NAME, weigh_form
from polyglot_news.routing.habits import HABIT
from polyglot_news.routing.lexicon import PROPER, is_respelled, tags_of
from polyglot_news.routing.tables import Tables, tables_of
from polyglot_news.routing.words import Word

MOST = 5
"""Words of such a line."""
AND = {"Cyrl": "и", "Latn": "and"}
PREPOSITIONS = frozenset("в на за по от из до для у к с о".split())
"""Between or before such names; other languages have most of them, so that only neighbours can tell («ТАРАКЛИЯ ЗА САНДУ»)."""
FOREIGN = HABIT
"""Weight of a word's form for another language, from which on it is no name («БАШТАДЫ», «ПЕРЕМИР’Я»)."""
_CHINESE = re.compile(r"цз|чж|[бвгджзклмнпрстфхцчшщ]ь[аэ]|^си$|хуа|цянь?$|сяо")
"""In Chinese names as Palladius spells them; no language that writes Cyrillic has it in words of its own."""


def are_names(words: Sequence[Word]) -> bool:
    """Whether the Cyrillic words of a line are surely names: Russian has one of them as a name and as nothing else."""
    if any(word.text in PREPOSITIONS for word in words):
        return False
    return any(part not in tables_of("Cyrl").words and _is_name(part) for part in _parts(words))


def as_names(words: Sequence[Word], script: str) -> list[Word] | None:
    """The words of a line in capitals as names have them, or None where one of them is likelier an ordinary word."""
    joint = AND[script]
    if len(words) > MOST or words[0].text == joint or any(word.large or word.script != script for word in words):
        return None
    may_be_name = _may_be_name if script == "Cyrl" else _may_be_latin_name
    parts = _parts(words)
    if not parts or not all(may_be_name(part, tables_of(script)) for part in parts):
        return None
    return [
        word
        if word.text == joint or word.text in PREPOSITIONS
        else replace(word, large=True, capital=number > 0 or len(words) > 1)
        for number, word in enumerate(words)
    ]


def _parts(words: Sequence[Word]) -> list[str]:
    names = (word.text for word in words if word.text not in AND.values() and word.text not in PREPOSITIONS)
    return [part for name in names for part in name.split("-")]


def _is_name(text: str) -> bool:
    """Whether Russian has a word as a name in the nominative and as nothing else, or it can be but Chinese."""
    tags = tags_of(text)
    is_known = any("sing,nomn" in tag for tag in tags) and all(PROPER.search(tag) for tag in tags)
    return is_known or _CHINESE.search(text) is not None


def _may_be_name(text: str, tables: Tables) -> bool:
    if any("ru" in tables.lacking.get(char, ()) for char in text):
        return False
    if _is_name(text):
        return True
    if "ru" not in tables.words.get(text, ("ru",)) or NO_NAME.search(text) or is_respelled(text):
        return False
    if any(weight >= FOREIGN for language, weight in weigh_form(text, "Cyrl") if language != "ru"):
        return False
    tags = tags_of(text)
    return not tags or any(PROPER.search(tag) for tag in tags)


def _may_be_latin_name(text: str, tables: Tables) -> bool:
    return text in NAME_PARTICLES or len(text) <= 1 or text not in tables.words
