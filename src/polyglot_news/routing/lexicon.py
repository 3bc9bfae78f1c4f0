"""Whether Russian has a word: the 5 million word forms of OpenCorpora, as `pymorphy3-dicts-ru` ships them.

Only the automaton of word forms is read (7 MB, 0.04 s with its import, at the first question), not the whole morphological
analyser with its paradigms and predictors (0.1 s, 30 MB). A question costs about 0.01 ms, and answers are kept.

The lexicon knows names, short forms and rare words, and forms without the dots of ё; it does not know what is younger than
itself. A compound whose first part is one of `FIRST_PARTS` is known if its rest is.
"""

import json
import re
import struct
from array import array
from functools import lru_cache
from pathlib import Path

from polyglot_news.text.vocabulary import russian_forms

FIRST_PARTS = (
    *("авиа", "авто", "анти", "архи", "аэро", "био", "вело", "видео", "вице", "внутри", "военно", "гео", "гидро", "гипер"),
    *("гос", "двух", "дип", "евро", "зам", "кибер", "кино", "контр", "крипто", "лже", "макро", "мега", "мед", "медиа"),
    *("меж", "микро", "много", "мульти", "нано", "нарко", "нац", "нейро", "онко", "онлайн", "пост", "псевдо", "радио"),
    *("само", "сверх", "соц", "спец", "супер", "теле", "термо", "транс", "трех", "трёх", "ультра", "фото", "экзо", "эко"),
    *("экс", "электро", "энерго", "этно"),
)
"""What Russian writes before other words to make new ones."""
SHORTEST_REST = 5
LONG_ENOUGH = 6
"""Letters of a word that looks like another with a letter changed, and not by chance."""
YOUNG = """
барр доб моб эл корп янв фев февр апр авг сент нояб окт унц изм укр илл наим кол экз вет респ бывш
азс аффтар мск мсб мсд мсп омсб омбр омсбр ошбр отбр шбр дшб дшбр обтф бтг бпла брикс вкс впк жжот исчо
всу гру гур днр дрг лнр пзрк псб пту рвсн рсзо рпц рэб сбу сво ск спбгу тцк фаб фпв хамас цахал чвк
бенчмарк биткоин биткоина биткоинов биткоины биткойн биткойны блокчейн блокчейна блокчейне бьюти госуслугах госуслуги греко
демо донат донатить донатов донаты донатят зумер зумеров зумеры иноагент иноагента иноагентах иноагентов иноагентом иноагенты
инстаграм инстаграма инстаграме инфа инфу каршеринг каршеринга кешбэк кринж лайфхак лайфхаки личка личке личку майнер майнеров
майнеры майнинг майнинга майнингом маркетплейс маркетплейса маркетплейсе маркетплейсов маркетплейсы мачо медико нибудь
плей прайм премиум промо пруф пруфов пруфы реалити релокант релоканта релокантам релокантов
релоканты репост репостов репосты санкт северо смарт стендап стендапер стример стримера стримеров стримеры телеграм телеграма
телеграме телеграмом тикток тиктоке токен токенов токены уикенд уикенда фейсбук фейсбука фейсбуке физико хет хайп хайпа хайпят
хейтер хейтеров хейтеры хештег хештеги хештегов чатбот чатботы чихуахуа экстрадировали экстрадирован юго ютуб ютуба ютубе
ютубом
"""
"""Abbreviations, words that came up after the lexicon was made, and words that only stand before a hyphen."""

YOUNG_STEMS = {
    "/а/у/ом/е/ы/ов/ам/ами/ах": """
автогол ассист байден байрактар блэкаут брексит ватсап джавелин инфлюенсер ковид коллаб коптер мерц орбан пранкер премаркет
рашист сейв хаб хаймарс химарс хейтер хусит шахед шольц ютубер
""",
    "/а/у/ом/е/и/ов/ам/ами/ах": "дипфейк камбек камбэк мавик маск мобик опорник старлинк трик",
    "ец/ца/цу/цем/це/цы/цев/цам/цами/цах": "азов вагнеров кадыров",
    "ия/ии/ию/ией/ий/иям/иями/иях": "могилизац релокац росгвард",
    "а/и/у/ой/е/ам/ами/ах": "авторк блогерк директорк операторк прокурорк редакторк режиссёрк режиссерк репортерк репортёрк",
    "а/ы/у/ей/е/ам/ами/ах": "спасательниц",
    "а/ы/у/ой/е//ам/ами/ах": "дронобойк оборонк тероборон удаленк удалёнк хезболл",
    "ь/и/ью/ей/ям/ями/ях": "нейросет",
    "ый/ого/ому/ым/ом/ая/ой/ую/ое/ые/ых/ыми": "антидронов беспилотн ковидн фейков",
}
"""Such words with all their forms: endings, and the stems that have them."""

FOREIGN = frozenset(
    """
або але був була було бути вона вони яка яке роки треба перемогла перемогли почала почали питала казали уряд уряду вбив вбила
вбили вбито кожна кожен котра котре громада громаду громади угода угоди угоду дозволив дозволила дозволили заборонив заборонила
заборонили заборонено закликав закликала закликали зачинено зачинена поранено гарна гарно хвора хвороба хвороби впав актор
актора актору актором вояк вояка воякам перший буде нагадала хлопчик
хлопчика хлопчики хлопчиком письменник письменника письменники письменником обговорили обговорив
якая яны яго яму гэта каму першы першая кожны хлопцы пусты тую тая ужо вады ваду вада кажа свае сваю мае маю хворая
тече алга аман нема геть перша поновлено допит напевно попри трошки стеля ми чи што куды амаль каля шмат хачу пры
ето утре коя колко толкова ако како дури колку толку многу нешто одам сакам сутра тако испод тука болды болду болов
""".split()
)
"""Old, dialect and chance forms that the lexicon has, and that news writes in another language only."""


@lru_cache(maxsize=1 << 15)
def is_russian(word: str) -> bool:
    """Whether `word`, in small letters, is a form of a Russian word; ё may be written е."""
    if word in FOREIGN:
        return False
    return _is_form(word) or word in _young() or any(_is_form(rest) for rest in _rests(word))


@lru_cache(maxsize=1)
def _young() -> frozenset[str]:
    forms = (stem + ending for endings, stems in YOUNG_STEMS.items() for stem in stems.split() for ending in endings.split("/"))
    return frozenset((*YOUNG.split(), *forms))


PROPER = re.compile("Surn|Name|Patr|Geox|Orgn|Trad")
"""In the tag of a name."""


def is_no_name(word: str) -> bool:
    """Whether Russian has `word`, in small letters, and as no name."""
    tags = tags_of(word)
    return bool(tags) and not any(PROPER.search(tag) for tag in tags)


@lru_cache(maxsize=1 << 12)
def is_respelled(word: str) -> bool:
    """Whether Russian has a word that it has not, with ы for one и or all («вивезли») or with о for one а or all («марозы»)."""
    if len(word) < LONG_ENOUGH:
        return False
    places = [(at, new) for at, char in enumerate(word) if (new := {"и": "ы", "а": "о"}.get(char))]
    one = (word[:at] + new + word[at + 1 :] for at, new in places)
    spelled = {*one, word.replace("и", "ы"), word.replace("а", "о")} - {word}
    return any(not PROPER.search(tag) for other in spelled for tag in tags_of(other))


def _rests(word: str) -> list[str]:
    return [word[len(part) :] for part in FIRST_PARTS if word.startswith(part) and len(word) - len(part) >= SHORTEST_REST]


def _is_form(word: str) -> bool:
    forms, yo = russian_forms()
    return word in forms or ("е" in word and bool(forms.similar_keys(word, yo)))


@lru_cache(maxsize=1 << 13)
def tags_of(word: str) -> tuple[str, ...]:
    """What a form of a Russian word can be, as OpenCorpora writes it (`NOUN,inan,femn sing,accs`); empty where it is none."""
    forms, yo = russian_forms()
    names, paradigms = _tags()
    found = [where for _, wheres in forms.similar_items(word, yo) for where in wheres]
    return tuple({names[tag]: None for paradigm, row in found for tag in [_tag_of(paradigms[paradigm], row)]})


def _tag_of(paradigm: "array[int]", row: int) -> int:
    return paradigm[len(paradigm) // 3 + row]  # a third each for endings, tags and beginnings


@lru_cache(maxsize=1)
def _tags() -> tuple[list[str], list["array[int]"]]:
    """The tags by number, and the paradigms (1 MB, 3 ms)."""
    import pymorphy3_dicts_ru

    folder = Path(pymorphy3_dicts_ru.get_path())
    raw = (folder / "paradigms.array").read_bytes()
    names: list[str] = json.loads((folder / "gramtab-opencorpora-int.json").read_bytes())
    at, paradigms = 2, []
    while at < len(raw):
        (size,) = struct.unpack_from("<H", raw, at)
        paradigms.append(array("H", raw[at + 2 : at + 2 + 2 * size]))
        at += 2 + 2 * size
    return names, paradigms
