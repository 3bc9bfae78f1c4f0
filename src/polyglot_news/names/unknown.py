"""English names that nothing else knows, so that they too are spelled one way in Russian: as the model spells them alone.

Only names that a document uses more than once matter: what stands there once is always consistent. A name is a run of
capitalised words that English does not have in small letters; runs that share their last word are one name. The model is
asked for the fullest form by itself; an answer that does not sound like the name is not used."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from polyglot_news.document import NameKind, Span
from polyglot_news.names.callsigns import told_in_english
from polyglot_news.names.english import gender_before, ships_in
from polyglot_news.names.lists import established_english, given_names_english, latin_key
from polyglot_news.names.morphology import is_common, read_word
from polyglot_news.names.persons import Person, Role, Word
from polyglot_news.names.restore import restore_first, restore_last
from polyglot_news.names.romanise import fold
from polyglot_news.text.vocabulary import english_words

_WORD = re.compile(r"(?<!\w)[A-Z][a-zÀ-ž]+(?:['’-](?!s\b)[A-Za-zÀ-ž]+)*")
_SMALL = re.compile(r"\b[a-z]+\b")
_PLACE = re.compile(r"\b(?:in|at|from|near|to|into|of|around|outside|across|toward|towards)\s\Z")
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*")
_SHORTEST = 4  # letters: "My", "Go", "Mar." are no names
_DEMONYM = re.compile(r"(?:ish|ese|ian|ean|ians|eans)\Z")
_COMPOUND = re.compile(r"-(?:based|born|backed|led|style|owned|made|held|area|era|bound|aligned|occupied|controlled)\Z")
_LONGEST = 3  # words
_SOUNDS_ALIKE = 0.45
_NAMES, _MEANT = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"}), frozenset({"anim", "plur", "ADJF"})
_MUTE_E = re.compile(  # not all: "Duarte", "Funke", "Abe" have an e that is heard
    r"(?:combe|bo?u?rne|[tw]?horne|owne|larke|[oa]oke|o?more|oore|stone|dale|ville|thorpe|sharpe|grove|love|shire|wolfe|lowe|[ao]yle|"
    r"ayne|aine|wise|hope|gate|house|dge|nce|cote|[tdbgp]le)\Z"
)
_RUSSIAN_E = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])е\Z")
_BUSINESS = frozenset(
    """marine shipping maritime energy capital holdings holding group media motors partners systems technologies technology
    bank airlines airways foods oil gas steel mining labs software trading logistics industries resources investments
    pharma pharmaceuticals records studios pictures entertainment networks electronics aviation aerospace ventures
    consulting petroleum insurance robotics semiconductor semiconductors therapeutics biotech solutions enterprises""".split()
)
"""What companies are called by, behind their own name: Russian news leave such a name in Latin letters, as it is."""
_NO_NAMES = frozenset(
    """mr mrs ms dr sir lady lord monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december english russian american british french german chinese
    european capt sgt maj prof cmdr gens sens reps
    republic kingdom federation ministry council congress senate parliament university academy institute cathedral
    mausoleum palace navy army guard saint sheikh north south east west northern southern eastern western
    president presidents minister ministers prime premier chancellor chairman chairwoman senator senators congressman
    congresswoman governor governors mayor mayors ambassador emperor empress pope bishop archbishop patriarch metropolitan
    admiral magistrate magistrates constable sheriff lieutenant sergeant brigadier supreme central federal united union
    league county committee treasury chamber embassy constitution amendment bible quran internet covid
    republican republicans democrat democrats conservative conservatives liberal liberals tory tories labour communist
    communists socialist socialists nazi nazis soviet soviets islamist islamists catholic catholics protestant protestants
    orthodox muslim muslims sunni sunnis shia shiite shiites islam islamic jew jews jewish
    mexican mexicans americans african africans europeans cuban cubans moroccan moroccans dominican dominicans
    rican ricans catalan catalans basque basques welsh welshman dutch dutchman scot scots scotsman irishman englishman
    frenchman greek greeks czech czechs slovak slovaks croat croats serb serbs swiss thai thais arab arabs arabic afghan
    afghans pakistani pakistanis israeli israelis iraqi iraqis kuwaiti saudi saudis qatari emirati yemeni bangladeshi kazakh
    kazakhs uzbek uzbeks turk turks tajik tajiks kyrgyz turkmen pole poles dane danes swede swedes finn finns germans
    koreans tibetan tibetans uyghur uyghurs chechen chechens tatar tatars kurd kurds berliner londoner londoners texan
    texans californian hindu hindus sikh sikhs buddhist buddhists""".split()
)


@dataclass(slots=True)
class Unknown:
    """A name that nothing knows."""

    words: tuple[str, ...]
    """The fullest form."""
    kind: NameKind
    uses: list[tuple[str, Span, tuple[str, ...]]] = field(default_factory=list)
    """Segment, where, and the words written there."""
    gender: str | None = None
    """Of a person whose first name or title tells it: «с Уитфилд» is a woman's, «с Уитфилдом» a man's."""


def find_unknown(texts: Sequence[tuple[str, str, Sequence[Span]]]) -> list[Unknown]:
    """Names used more than once in English sentences, each given as id, text, and what is taken already."""
    runs: dict[str, list[tuple[str, Span, tuple[str, ...], str]]] = defaultdict(list)
    small = frozenset(word for _, text, _ in texts for word in _SMALL.findall(text))
    told = told_in_english([text for _, text, _ in texts])
    for segment, text, taken in texts:
        for span, words in _runs(text, taken, small, told):
            runs[words[-1]].append((segment, span, words, text[: span.start]))
    ships = {ship.split()[-1] for ship in ships_in(text for _, text, _ in texts)}  # no person, and there is no kind for them
    return [_unknown(uses) for last, uses in runs.items() if len(uses) > 1 and last not in ships]


def find_companies(texts: Sequence[tuple[str, str, Sequence[Span]]]) -> dict[str, list[tuple[str, Span]]]:
    """Companies that nothing knows, by name, and where they stand: "Helios Marine"; texts as in `find_unknown`."""
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    small = frozenset(word for _, text, _ in texts for word in _SMALL.findall(text)) | english_words() | _NO_NAMES
    for segment, text, taken in texts:
        for span, _ in _runs(text, taken, small, frozenset()):
            behind = _WORD.match(text, span.stop + 1)
            if behind and text[span.stop] == " " and behind[0].lower() in _BUSINESS:
                whole = Span(span.start, behind.end())
                found[whole.of(text)].append((segment, whole))
    return found


def _runs(text: str, taken: Sequence[Span], small: Set[str], told: Set[str]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Runs of capitalised words that are no words of the language; `told`: call signs, which may be short."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        free = not any(t.start < match.end() and match.start() < t.stop for t in taken)
        lower = match[0].lower()
        known = lower in english_words() or lower in small or lower in _NO_NAMES or latin_key(match[0]) in established_english()
        formed = _DEMONYM.search(match[0]) or _COMPOUND.search(match[0])
        ordinary = known or (len(match[0]) < _SHORTEST and match[0] not in told) or formed is not None
        if run and (text[run[-1].end() : match.start()] != " " or ordinary or not free or len(run) == _LONGEST):
            yield _as_run(run)
            run = []
        if free and not ordinary:
            run.append(match)
    if run:
        yield _as_run(run)


def _as_run(run: Sequence[re.Match[str]]) -> tuple[Span, tuple[str, ...]]:
    return Span(run[0].start(), run[-1].end()), tuple(match[0] for match in run)


def _unknown(uses: Sequence[tuple[str, Span, tuple[str, ...], str]]) -> Unknown:
    words = max((words for _, _, words, _ in uses), key=len)
    places = sum(bool(_PLACE.search(before)) for _, _, _, before in uses)
    kind = NameKind.PLACE if 2 * places > len(uses) else NameKind.PERSON if len(words) == 1 else NameKind.ORGANISATION
    if len(words) > 1 and (restore_first(words[0]) or any(len(some) == 1 for _, _, some, _ in uses)):
        kind = NameKind.PERSON  # companies are seldom called by their last word
    return Unknown(words, kind, [(segment, span, words) for segment, span, words, _ in uses], _gender(words, uses))


def _gender(words: Sequence[str], uses: Sequence[tuple[str, Span, tuple[str, ...], str]]) -> str | None:
    """What titles before a name say, all the same, or else its first name."""
    titled = {gender for _, _, _, before in uses if (gender := gender_before(before, Span(len(before), len(before))))}
    given = given_names_english().get(words[0].casefold()) if len(words) > 1 else None
    return titled.pop() if len(titled) == 1 else given.gender if given else None


def read_answer(unknown: Unknown, answer: str) -> tuple[str, ...] | None:
    """The Russian words of the model's answer, one for each word of the name; None where it is no spelling of the name."""
    words = tuple(_RUSSIAN.findall(answer))
    if unknown.kind is NameKind.PERSON and (surname := restore_last(unknown.words[-1])):
        first = words[:-1] if len(words) == len(unknown.words) else tuple(restore_first(w) or "" for w in unknown.words[:-1])
        words = (*first, surname) if all(first) else words
    if len(words) != len(unknown.words) or (len(words) == 1 and _is_translated(words[0])):
        return None
    words = tuple(_without_mute_e(ours, theirs) for ours, theirs in zip(words, unknown.words, strict=True))
    pairs = zip(words, unknown.words, strict=True)
    alike = all(SequenceMatcher(None, fold(ours), fold(theirs)).ratio() >= _SOUNDS_ALIKE for ours, theirs in pairs)
    return words if alike else None


def _is_translated(word: str) -> bool:
    """Whether an answer says what people, things or qualities an English word means: «президент», «мексиканцы» are no names."""
    readings = read_word(word)
    named = any(_NAMES & reading.tags for reading in readings)
    return not named and is_common(word) and any(_MEANT & reading.tags for reading in readings)


def _without_mute_e(russian: str, english: str) -> str:
    """A spelling without the last e of the English one, which nobody hears: Whitcombe is «Уиткомб»."""
    return _RUSSIAN_E.sub("", russian) if _MUTE_E.search(english) else russian


def as_person(russian: Sequence[str], gender: str | None = None) -> Person:
    """A person of these Russian words, the surname last."""
    return Person((*(Word(word, Role.FIRST) for word in russian[:-1]), Word(russian[-1], Role.LAST)), gender, "nomn", 1.0)
