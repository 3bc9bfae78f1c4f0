"""Russian words of names: what a form may be a form of, and all forms of a nominative.

pymorphy3 (OpenCorpora's dictionary) knows most words. It guesses at surnames that it does not know, and gets foreign ones wrong
(«Макроном» is a form of «макрон», a diacritic). So surnames are declined by rule as well, after the classes of Zaliznyak's
"Grammatical Dictionary of Russian" (1977) that surnames fall into, and a form is read by asking which nominative has it.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polyglot_news.names.lists import foreign_surnames, key, last_names, surnames_established

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
CASES_AFTER: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "у от ото для без безо до из изо после против кроме около возле близ вокруг ради вместо среди".split(), ("gent",)
    ),
    **dict.fromkeys("к ко по благодаря вопреки согласно".split(), ("datv",)),
    **dict.fromkeys(("про", "через", "сквозь"), ("accs",)),
    **dict.fromkeys(("в", "во", "на"), ("loct", "accs")),
    **dict.fromkeys(("о", "об", "обо", "при"), ("loct",)),
    **dict.fromkeys(("над", "перед", "передо"), ("ablt",)),
    **dict.fromkeys(("за", "под", "подо"), ("ablt", "accs")),
    **dict.fromkeys(("с", "со"), ("gent", "ablt")),
    "между": ("ablt", "gent"),
}
"""The cases in which a name stands behind a preposition."""
_BY_RULE = 0.3  # weight of a reading by rule alone
_SIBILANTS = "жчшщц"
_VOWELS = "аеёиоуыэюя"
_VELARS = "гкхжчшщ"
_GENERATION = re.compile(r"(.+)-(младш|старш)(\w{2,3})")  # «Патрушев-младший», both parts declined
_SOFT = re.compile(r"\w{2}(?:\w(?:[яаую]щ|яч|иж)|[уюе]ч)ий\Z")  # «Непомнящий», «Горячий», «Могучий»
_FAMILY = re.compile(r"(\w{2,}(?:[оеё]в|[иы]н)ы)(?:х|м|ми)?")
_ADJECTIVES = (("кий", "кая"), ("ый", "ая"), ("ой", "ая"))  # «Горький» too


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form may be."""

    lemma: str
    """Nominative singular, or plural for what has no singular; in small letters."""
    gender: str | None
    """`m`, `f`, `n`; None = any, or a plural."""
    case: str | None
    """One of `CASES`; None = any, since the word is not declined."""
    weight: float
    """0 to 1."""
    tags: frozenset[str] = frozenset()
    """Grammemes of OpenCorpora: `Name`, `Patr`, `Surn`, `Geox`, `ADJF`, `plur` ..."""


@functools.lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@functools.lru_cache(maxsize=20_000)
def read_word(word: str) -> tuple[Reading, ...]:
    """The readings of a noun or adjective by pymorphy3, the best first."""
    found: dict[tuple[str, str | None, str | None, bool], Reading] = {}
    for parse in _analyzer().parse(word):
        reading = _as_reading(parse)
        if reading is None:
            continue
        same = (reading.lemma, reading.gender, reading.case, "ADJF" in reading.tags)  # «военный» is both
        if same not in found or reading.weight > found[same].weight:
            found[same] = reading
    return tuple(found.values())


def _as_reading(parse: Any, parts: Sequence[str] = ("NOUN", "ADJF")) -> Reading | None:
    tag = parse.tag
    if tag.POS not in parts or tag.case is None:
        return None
    number = "plur" if "Pltm" in tag or tag.number == "plur" else "sing"
    nominative = parse.inflect({"nomn", number})
    if nominative is None:
        return None
    gender = {"masc": "m", "femn": "f", "neut": "n"}.get(tag.gender or "") if number == "sing" else None
    case = None if "Fixd" in tag else {"gen2": "gent", "loc2": "loct", "acc2": "accs", "gen1": "gent"}.get(tag.case, tag.case)
    tags = frozenset(map(str, tag.grammemes)) | {number}
    return Reading(nominative.word, gender, case, float(parse.score), tags)


@functools.lru_cache(maxsize=5_000)
def read_participle(word: str) -> tuple[Reading, ...]:
    """The readings of a word as a participle: «обвиняемая»."""
    return tuple(reading for parse in _analyzer().parse(word) if (reading := _as_reading(parse, ("PRTF",))))


HARDLY_COMMON = 0.2
"""`common_share` under which a capital is enough to take a word for a name."""
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init"})  # grammemes


def is_common(word: str) -> bool:
    """Whether a word is one of the dictionary that is no name."""
    return common_share(word) > 0


@functools.lru_cache(maxsize=20_000)
def common_share(word: str) -> float:
    """How much of a word's use is that of words of the dictionary that are no names, 0 to 1: «Киев» is hardly ever of «кий»."""
    if not _analyzer().word_is_known(word):
        return 0.0
    parses = [parse for parse in _analyzer().parse(word) if parse.is_known]
    common = [parse for parse in parses if not _NAMES & set(parse.tag.grammemes)]
    total = sum(parse.score for parse in parses)
    return float(sum(parse.score for parse in common) / total) if total and common else float(bool(common))


@functools.lru_cache(maxsize=20_000)
def read_surname(form: str) -> tuple[Reading, ...]:
    """The readings of a surname: each nominative by rule that has this form, weighed by what the dictionary says of it."""
    form = form.lower()
    known = {(r.lemma, r.gender, r.case): r.weight for r in read_word(form) if "Surn" in r.tags or "Name" in r.tags}
    fixed = (r for r in read_word(form) if r.case is None and {"Surn", "Name"} & r.tags and r.gender != "n")
    found = [Reading(r.lemma, r.gender, None, max(r.weight, 0.5), r.tags) for r in fixed]
    for lemma in _possible_nominatives(form):
        for gender in ("m", "f"):
            forms = decline_surname(lemma, gender)
            cases = [case for case, declined in forms.items() if declined == form]
            for case in [None] if len(cases) == len(CASES) else cases:
                guessed = known.get((lemma, gender, case), 0.0) if any(letter in _VOWELS for letter in lemma) else 0.0
                weight = max(guessed, _BY_RULE * _plausible(lemma, gender))
                found.append(Reading(lemma, gender, case, weight, frozenset(("Surn",))))
    if form.endswith(("ином", "овом", "евом")):  # a foreign name: «с Дарвином», «с Цзиньпином»
        found.append(Reading(form[:-2], "m", "ablt", _BY_RULE, frozenset(("Surn",))))
    return tuple(sorted(found, key=lambda r: -r.weight))


@functools.lru_cache(maxsize=5_000)
def read_family(form: str) -> tuple[Reading, ...]:
    """The readings of a form as the name of a family: «Смирновых»."""
    family = _FAMILY.fullmatch(form.lower())
    if family is None:
        return ()
    lemma = family[1]
    weight = _BY_RULE * (3.0 if _is_listed(key(lemma[:-1])) else 1.0)
    cases = [case for case, some in decline_surname(lemma, "p").items() if some == form.lower()]
    return tuple(Reading(lemma, "p", case, weight, frozenset(("Surn", "plur"))) for case in cases)


def _plausible(lemma: str, gender: str) -> float:
    """How likely a nominative is a surname: what ends as Russian surnames do, in the gender that ends so."""
    masculine = masculine_surnames(lemma) if gender == "f" else ()
    if not any(letter in _VOWELS for letter in lemma) or (
        lemma[-1] == "ь" and lemma[-2:-1] in "бпвфм" and lemma not in last_names()
    ):
        return 0.01  # «Гру» is no form of «Гр»
    if lemma[-1] in "иоеёуюэ" and key(lemma) in foreign_surnames():
        return 2.0  # «Трейси» is Tracy, whatever else it may be a form of
    listed = any(_is_listed(key(one)) for one in (lemma, *masculine))
    return _likeness(lemma, gender) * (3.0 if listed else 1.0)


def _is_listed(surname: str) -> bool:
    return surname in last_names() or surname in surnames_established() or surname in foreign_surnames()


def is_geographic(word: str) -> bool:
    """Whether the dictionary has a word as a place."""
    return any("Geox" in reading.tags for reading in read_word(word)[:4])


def masculine_surnames(lemma: str) -> Iterator[str]:
    """The masculine forms of a surname that may be feminine: dictionaries list those."""
    if lemma.endswith(("ова", "ева", "ёва", "ина", "ына")):
        yield lemma[:-1]
    elif lemma.endswith("ая"):
        yield from (lemma[:-2] + ending for ending in ("ий", "ый", "ой"))


@functools.lru_cache(maxsize=20_000)
def is_known_as(word: str, grammeme: str) -> bool:
    """Whether the dictionary has a word as a nominative with this grammeme: `Name`, `Surn`, `Geox`.

    Plurals are places only: «Валуйки».
    """
    analyzer = _analyzer()
    return bool(analyzer.word_is_known(word)) and any(
        grammeme in parse.tag and parse.tag.case == "nomn" and (parse.tag.number == "sing" or grammeme == "Geox")
        for parse in analyzer.parse(word)
    )


def _likeness(lemma: str, gender: str) -> float:
    if generation := _GENERATION.fullmatch(lemma):
        return _likeness(generation[1], gender) if generation[3] == ("ая" if gender == "f" else "ий") else 0.01
    if lemma.endswith(("ов", "ев", "ёв", "ин", "ын", "ский", "цкий")):
        return 1.0 if gender == "m" else 0.05
    if lemma.endswith(("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")):
        return 1.0 if gender == "f" else 0.1
    if lemma.endswith(("ого", "ому", "ыми", "ому", "ами", "ую", "ом", "ым", "им")):
        return 0.1 if gender == "m" else 0.05
    if lemma.endswith(("ски", "цки")):  # «Ангеловски», «Гретцки»
        return 0.6 if gender == "m" else 0.1
    if lemma.endswith(("най", "скай", "цкай")):
        return 0.02  # «Дворичная» is an adjective, no Дворичнай's genitive
    if lemma.endswith(("ой", "ый", "ий")):
        return 0.5 if gender == "m" else 0.02
    if lemma.endswith("ая"):
        return 0.3 if gender == "f" else 0.05
    if lemma[-1] in "уюыи":
        return 0.25
    if lemma[-1] in "оеёэ":
        return 0.6
    if lemma[-1] == "я" and lemma[-2] not in _VOWELS:
        return 0.2  # «Трейси» is rather Трейси than Трейся
    if lemma[-1] in "ая":
        return 0.35
    return 0.8 if gender == "m" else 0.3


def _possible_nominatives(form: str) -> Iterator[str]:
    """Words that this form may be declined from: its ending taken off, each nominative ending put on."""
    if generation := _GENERATION.fullmatch(form):
        yield from (
            f"{head}-{generation[2]}{ending}" for head in _possible_nominatives(generation[1]) for ending in ("ий", "ая")
        )
        return
    seen = set()
    for cut in range(min(4, len(form) - 1)):
        stem = form[: len(form) - cut]
        for ending in ("", "а", "я", "й", "ь", "ий", "ый", "ой", "ая", "яя"):
            lemma = stem + ending
            if len(lemma) > 1 and lemma not in seen and not (ending in ("й", "ь") and (stem[-1] in _VOWELS) != (ending == "й")):
                seen.add(lemma)
                yield lemma


@functools.lru_cache(maxsize=50_000)
def decline_surname(lemma: str, gender: str) -> Mapping[str, str]:
    """All cases of a surname in small letters: `gender` is `m` or `f`, or `p` for a family's, «Смирновы»."""
    return dict(zip(CASES, _forms(lemma, gender), strict=True))


def _forms(lemma: str, gender: str) -> Sequence[str]:
    if generation := _GENERATION.fullmatch(lemma):
        younger = generation[2]
        behind = (lemma[-2:], "ей", "ей", "ую", "ей", "ей") if gender == "f" else ("ий", "его", "ему", "его", "им", "ем")
        return [f"{form}-{younger}{ending}" for form, ending in zip(_forms(generation[1], gender), behind, strict=True)]
    if gender == "p":
        return lemma, lemma + "х", lemma + "м", lemma + "х", lemma + "ми", lemma + "х"
    stem = lemma[:-1]
    if gender == "m":
        for masculine, _ in _ADJECTIVES:
            if lemma.endswith(masculine) and len(lemma) > len(masculine) + 1:
                return (lemma, *_adjective(lemma[:-2]))
        if _SOFT.search(lemma):
            return lemma, *(lemma[:-2] + ending for ending in ("его", "ему", "его", "им", "ем"))
        if lemma.endswith(("ов", "ев", "ёв", "ин", "ын")):
            return lemma, lemma + "а", lemma + "у", lemma + "а", lemma + "ым", lemma + "е"
        if lemma[-1] == "й":
            return lemma, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е"
        if lemma[-1] == "ь":
            return lemma, stem + "я", stem + "ю", stem + "я", stem + "ем", stem + "е"
        if lemma[-1] in "бвгджзклмнпрстфхцчшщ" and not lemma.endswith(("ых", "их")):
            ablative = lemma + ("ем" if lemma[-1] in _SIBILANTS else "ом")
            return lemma, lemma + "а", lemma + "у", lemma + "а", ablative, lemma + "е"
    elif lemma.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return lemma, stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой"
    elif lemma.endswith("щая") and len(lemma) > 5:
        return lemma, lemma[:-2] + "ей", lemma[:-2] + "ей", lemma[:-2] + "ую", lemma[:-2] + "ей", lemma[:-2] + "ей"
    elif lemma.endswith("ая") and len(lemma) > 3:
        return lemma, lemma[:-2] + "ой", lemma[:-2] + "ой", lemma[:-2] + "ую", lemma[:-2] + "ой", lemma[:-2] + "ой"
    if lemma[-1] == "а" and len(lemma) > 2 and lemma[-2] not in _VOWELS:
        genitive = stem + ("и" if stem[-1] in _VELARS else "ы")
        return lemma, genitive, stem + "е", stem + "у", stem + ("ей" if stem[-1] in _SIBILANTS else "ой"), stem + "е"
    if lemma[-1] == "я" and len(lemma) > 2:
        dative = stem + ("и" if stem[-1] == "и" else "е")
        return lemma, stem + "и", dative, stem + "ю", stem + "ей", dative
    return (lemma,) * len(CASES)


def _adjective(stem: str) -> Sequence[str]:
    """The oblique cases."""
    return stem + "ого", stem + "ому", stem + "ого", stem + ("им" if stem[-1] in _VELARS else "ым"), stem + "ом"


@functools.lru_cache(maxsize=20_000)
def decline_word(word: str, gender: str | None = None) -> Mapping[str, str]:
    """All cases of a noun or adjective given in the nominative, by pymorphy3, in small letters; `plur` words stay plural."""
    best = next(
        (p for p in _analyzer().parse(word) if p.tag.case == "nomn" and p.tag.POS in ("NOUN", "ADJF") and _fits(p, gender)),
        None,
    )
    if best is None or "Fixd" in best.tag:
        return dict.fromkeys(CASES, word.lower())
    number = "plur" if best.tag.number == "plur" else "sing"
    forms = ((case, best.inflect({case, number})) for case in CASES)
    declined = {case: form.word if form else word.lower() for case, form in forms}
    if "Pltm" in best.tag and word.lower().endswith("йки") and declined["gent"].endswith("йков"):
        declined["gent"] = f"{word.lower()[:-3]}ек"  # of a place: «из Валуек»; the dictionary has it of some only
    return declined


def plural_word(word: str) -> str | None:
    """The nominative plural of a noun or adjective that is given in the nominative singular; None where there is none."""
    for parse in _analyzer().parse(word):
        if parse.tag.case == "nomn" and parse.tag.number == "sing" and parse.tag.POS in ("NOUN", "ADJF"):
            form = None if {"Fixd", "Sgtm"} & parse.tag.grammemes else parse.inflect({"nomn", "plur"})
            return str(form.word) if form else None
    return None


def _fits(parse: Any, gender: str | None) -> bool:
    return gender is None or parse.tag.gender is None or {"masc": "m", "femn": "f", "neut": "n"}.get(parse.tag.gender) == gender


@functools.lru_cache(maxsize=10_000)
def is_known_word(word: str) -> bool:
    """Whether the dictionary has a word, in whatever form."""
    return bool(_analyzer().word_is_known(word))


@functools.lru_cache(maxsize=10_000)
def agreement_of(word: str) -> str | None:
    """The subject that a verb in the past or a short participle needs: `m`, `f`, `n`; `p` for a plural; None for other words.

    Verbs of the present in the plural count too: «обвиняют».
    """
    if not word.islower():
        return None
    for parse in _analyzer().parse(word)[:2]:
        if parse.tag.POS in ("VERB", "PRTS") and ("past" in parse.tag or parse.tag.number == "plur" or parse.tag.POS == "PRTS"):
            if parse.tag.number == "plur":
                return "p" if parse.tag.person in (None, "3per") else None
            return {"masc": "m", "femn": "f", "neut": "n"}.get(parse.tag.gender or "")
    return None


@functools.lru_cache(maxsize=10_000)
def needs_one(word: str) -> bool:
    """Whether a word in small letters is, most likely, a verb that says what he or she does or will do: «подаст»."""
    some = (parse.tag for parse in _analyzer().parse(word)[:1]) if word.islower() else ()
    return any(tag.POS == "VERB" and tag.person == "3per" and tag.number == "sing" and "Impe" not in tag for tag in some)


@functools.lru_cache(maxsize=10_000)
def is_verb(word: str) -> bool:
    """Whether a word in small letters is, most likely, a finite verb: «работают»."""
    return word.islower() and any(parse.tag.POS == "VERB" for parse in _analyzer().parse(word)[:1])


_WITH_ACCUSATIVE = frozenset(
    """арестовать арестовывать задержать задерживать допросить допрашивать обыграть обыгрывать победить побеждать отпустить
    отпускать освободить освобождать убить убивать ранить осудить осуждать оправдать оправдывать уволить увольнять наградить
    награждать поддержать поддерживать критиковать раскритиковать обвинить обвинять встретить встречать назвать называть избрать
    избирать спасти спасать похитить похищать найти видеть увидеть узнать узнавать благодарить поблагодарить поздравить
    поздравлять пригласить приглашать избить избивать похоронить подозревать заподозрить уважать любить отстранить отстранять
    дисквалифицировать депортировать экстрадировать выслать высылать вызвать вызывать спросить спрашивать освистать заменить
    заменять приговорить приговаривать лишить лишать сменить выбрать выбирать выдвинуть выдвигать госпитализировать похвалить
    хвалить посадить обидеть защитить защищать догнать опередить разыскивать искать принять принимать признать
    признавать ругать слушать выслушать""".split()
)
"""Verbs beside which somebody stands in the accusative, hardly ever in the dative."""


@functools.lru_cache(maxsize=10_000)
def governs_accusative(word: str) -> bool:
    """Whether a word is a form of a verb that has people as its objects: «арестовал», «допросив», «поздравить»."""
    return any(verb in _WITH_ACCUSATIVE for verb in verbs_of(word))


@functools.lru_cache(maxsize=10_000)
def verbs_of(word: str) -> tuple[str, ...]:
    """The infinitives of the verbs that a word in small letters may be a form of."""
    parses = _analyzer().parse(word)[:2] if word.islower() else ()
    return tuple(parse.normal_form for parse in parses if parse.tag.POS in ("VERB", "INFN", "GRND", "PRTF"))
