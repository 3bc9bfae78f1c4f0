"""Which of Russian to English and English to Russian a Marian model translates, and the tag that asks for it.

OPUS-MT models say so in three places: `source_lang` and `target_lang` of `tokenizer_config.json` (ISO 639-1 or 639-3, several
joined by `+`, or a group of languages such as `zle`), the tags such as `>>rus<<` among the vocabulary's pieces, and, where the
first says nothing, the name (`opus-mt-tc-big-zle-en`).

1. The vocabulary's tags are those of exactly these two languages, and nothing else says that it reads others: the model goes
   both ways, a tag for each.
2. Otherwise a direction is there where the source covers its source and the target its target.
3. A tag is used where the model has several targets: the target is a group, or the vocabulary holds several tags. A model with
   one target wants none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polyglot_news.document import EN_RU, RU_EN
from polyglot_news.errors import DirectionError, ModelFormatError

Tags = Mapping[str, str | None]

_COVERED = {
    "ru": {"ru"},
    "rus": {"ru"},
    "en": {"en"},
    "eng": {"en"},
    "zle": {"ru"},  # East Slavic
    "sla": {"ru"},  # Slavic
    "gmw": {"en"},  # West Germanic
    "gem": {"en"},  # Germanic
    "ine": {"ru", "en"},  # Indo-European
    "mul": {"ru", "en"},  # many
}
_GROUPS = {"zle", "sla", "gmw", "gem", "ine", "mul"}
_TAG = re.compile(r">>([A-Za-z]{2,3})(?:_([A-Za-z]+))?<<")
_TAGGED = {"ru": (("rus", "ru"), "Cyrl"), "en": (("eng", "en"), "Latn")}
_CODES = r"[A-Za-z]{2,3}(?:[+_][A-Za-z]{2,3})*"
_NAME = re.compile(rf"(?:^|[-_/])({_CODES})-({_CODES})$")


@dataclass(frozen=True, slots=True)
class Languages:
    """What a model's files say about its languages, word for word."""

    source: str | None
    target: str | None

    def __str__(self) -> str:
        return f"{self.source} into {self.target}"


def languages_in(config: Mapping[str, object], name: str) -> Languages | None:
    """From `tokenizer_config.json`, or from the model's name where that says nothing; None where neither does."""
    source, target = config.get("source_lang"), config.get("target_lang")
    if isinstance(source, str) and isinstance(target, str):
        return Languages(source, target)
    found = _NAME.search(name)
    return Languages(found[1], found[2]) if found else None


def tags_of(languages: Languages | None, pieces: Iterable[str], *, where: str) -> Tags:
    """The directions of a model, each with its tag or None; `where` names the model in errors.

    Raises DirectionError where it does neither of the two, ModelFormatError where nothing says what it does.
    """
    found, number = _tags_in(pieces)
    if len(found) == number == 2 and (languages is None or _is_the_pair(languages)):
        return {str(RU_EN): found["en"], str(EN_RU): found["ru"]}
    if languages is None:
        raise ModelFormatError(
            f"{where}: nothing says which languages it translates; give it a name that ends in -ru-en or -en-ru"
        )
    several = _is_several(languages.target) or number > 1
    sources, targets = _covered(languages.source), _covered(languages.target)
    tags = {
        str(direction): found.get(direction.target) if several else None
        for direction in (RU_EN, EN_RU)
        if direction.source in sources and direction.target in targets
    }
    usable = {key: tag for key, tag in tags.items() if tag is not None or not _is_several(languages.target)}
    if not usable:
        raise DirectionError(f"{where}: translates {languages}, neither Russian into English nor English into Russian")
    return usable


def _tags_in(pieces: Iterable[str]) -> tuple[dict[str, str], int]:
    """The tags for Russian and for English, where there are any, and how many tags for whatever language there are."""
    tags = [found for piece in pieces if (found := _TAG.fullmatch(piece))]
    ours = {}
    for language, (codes, script) in _TAGGED.items():
        fitting = [tag[0] for tag in tags if tag[1] in codes and tag[2] in (None, script)]
        if fitting:
            ours[language] = min(fitting, key=lambda tag: ("_" in tag, -len(tag)))  # >>rus<<, >>ru<<, >>rus_Cyrl<<
    return ours, len(tags)


def _is_the_pair(languages: Languages) -> bool:
    return _covered(languages.source) | _covered(languages.target) == {"ru", "en"} and bool(_covered(languages.source))


def _parts(code: str | None) -> list[str]:
    return re.split(r"[+_,\s]+", (code or "").lower())


def _covered(code: str | None) -> set[str]:
    return set[str]().union(*(_COVERED.get(part, set()) for part in _parts(code)))


def _is_several(code: str | None) -> bool:
    parts = _parts(code)
    return len(parts) > 1 or parts[0] in _GROUPS
