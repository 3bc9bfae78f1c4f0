"""What companies and clubs are called: «Северсталь-Трейд» is Severstal-Trade, "Rubin Kazan" a club of Kazan."""

import re
from collections.abc import Callable, Sequence

from polyglot_news.document import NameKind
from polyglot_news.names.lists import established, established_english, key, latin_key

_PARTS = re.compile(r"([ \-‑–]+)")
_WORDS = dict(
    pair.split("=")
    for pair in """трейд=Trade трейдинг=Trading холдинг=Holding групп=Group инвест=Invest капитал=Capital кэпитал=Capital
    лизинг=Leasing
    логистик=Logistics логистикс=Logistics логистика=Logistics сервис=Service сервисез=Services медиа=Media ойл=Oil
    моторс=Motors девелопмент=Development финанс=Finance консалтинг=Consulting маркет=Market телеком=Telecom
    технолоджи=Technology технолоджис=Technologies системс=Systems софт=Soft тревел=Travel эйрлайнс=Airlines
    продакшн=Production пикчерс=Pictures рекордс=Records интернешнл=International интернэшнл=International глобал=Global
    солюшнс=Solutions энерджи=Energy партнерс=Partners экспресс=Express карго=Cargo шиппинг=Shipping марин=Marine
    секьюрити=Security менеджмент=Management проперти=Property дистрибьюшн=Distribution инжиниринг=Engineering
    коммьюникейшнс=Communications энтертейнмент=Entertainment корпорейшн=Corporation компани=Company фуд=Food""".split()
)


def spell_company(lemma: str, spell: Callable[[str], str]) -> str | None:
    """A name of several parts, some of them such words; `spell` spells the others. None where there is no such word."""
    parts = _PARTS.split(lemma)
    if not any(_is_word(part) for part in parts[1:]):
        return None
    first = _established(parts[0]) or spell(parts[0])
    return first + "".join(_WORDS[key(part)] if _is_word(part) else spell(part) for part in parts[1:])


def is_company(form: str) -> bool:
    """Whether a word of several parts, which a tagger may take for a double surname, is a company's: «Северсталь-Трейд»."""
    parts = form.split("-")
    return len(parts) > 1 and " " not in form and (key(parts[-1]) in _WORDS or _established(parts[0]) is not None)


def _is_word(part: str) -> bool:
    return part[:1].isupper() and key(part) in _WORDS


def _established(part: str) -> str | None:
    known = established().get(key(part)) if part else None
    return known.en if known and known.kind is NameKind.ORGANISATION and " " not in known.en else None


def is_club(words: Sequence[str]) -> bool:
    """Whether words are an organisation and its town: "Rubin Kazan"."""
    kinds = [pair.kind if (pair := established_english().get(latin_key(word))) else None for word in (words[0], words[-1])]
    return kinds == [NameKind.ORGANISATION, NameKind.PLACE]
