"""What a document says of the spelling of its Russian names by the way: in brackets behind them, in handles and addresses."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from polyglot_news.document import Evidence, NameKind
from polyglot_news.names.attested import in_addresses, in_brackets, in_handles
from polyglot_news.names.english import NO_NAMES
from polyglot_news.names.entries import IN_ADDRESS, IN_BRACKETS, IN_HANDLE, Entry, NamedText
from polyglot_news.names.lists import established_english, given_names_english, latin_key
from polyglot_news.names.persons import FAMILY, Person, Role, is_eastern_lemma
from polyglot_news.names.restore import sounds_of
from polyglot_news.names.romanise import fold
from polyglot_news.names.spelling import ends_as_russian
from polyglot_news.text.vocabulary import english_words

_LONGEST_ABBREVIATION = 6
_SPELLED_ALIKE = 0.6  # likeness of two folded spellings of one name: Shmyhal, «Шмыгаль»; "Reuters" and «Петров» have less
_ABBREVIATED_ALIKE = 0.8  # the same of capitals: DNR, DPR; "AFP" stands behind anything
_OTHER_SEX = (  # endings of a surname in both languages, and those of a relative's
    *((f"{end}а", f"{en}a", (end, en)) for end, en in (("ов", "ov"), ("ев", "ev"), ("ин", "in"))),
    *((end, en, (f"{end}а", f"{en}a")) for end, en in (("ов", "ov"), ("ев", "ev"), ("ин", "in"))),
    *((f"{end}ы", f"{en}s", (end, en)) for end, en in (("ов", "ov"), ("ев", "ev"), ("ин", "in"))),
    ("ая", "aya", ("ий", "y")),
    ("ий", "y", ("ая", "aya")),
)
_MUTE = 2  # consonants at the end of a name that nobody hears: Renault, «Рено»


def attest(texts: Sequence[NamedText], entries: Sequence[Entry]) -> None:
    """Add to names how brackets, handles and addresses spell them."""
    attest_brackets(texts, entries)
    attest_relatives(entries)
    handles = [(text.segment_id, span.of(text.text)) for text in texts for span in text.protected]
    for entry in entries:
        if entry.person is not None and entry.person.last:
            for segment, surname in in_handles(handles, entry.person.last):
                entry.attest(Role.LAST, surname, f"in a handle in {segment}", IN_HANDLE)
            if is_foreign(entry):  # «whitfield» of an address is right, «ivanoff» and «zelenskij» are some machine's
                for segment, surname in in_addresses(handles, entry.person.last):
                    entry.attest(Role.LAST, surname, f"in an address in {segment}", IN_ADDRESS)


def attest_relatives(entries: Sequence[Entry]) -> None:
    """Spell a surname as the document spells it of a relative of the other sex: «Баймуханова» after "Baimukhanov"."""
    attested: dict[str, tuple[str, str]] = {}
    for entry in entries:
        spelled = entry.spellings.get(Role.LAST, ()) if entry.person is not None and entry.term is None else ()
        told = min((s for s in spelled if s.evidence is Evidence.ATTESTED), key=lambda s: s.rank, default=None)
        if told is not None and entry.person is not None:
            attested.setdefault(entry.person.last, (told.text, told.reason))
    for entry in entries if attested else ():
        known = entry.spellings.get(Role.LAST, ()) if entry.person is not None and entry.term is None else ()
        if not known or entry.person is None or any(s.evidence is not Evidence.ROMANISED for s in known):
            continue
        for russian, ending, other in _OTHER_SEX:
            relative = attested.get(entry.person.last.removesuffix(russian) + other[0])
            if relative and entry.person.last.endswith(russian) and relative[0].endswith(other[1]):
                spelled_so = relative[0].removesuffix(other[1]) + ending
                entry.attest(Role.LAST, spelled_so, f"as a relative's: {relative[1]}", IN_ADDRESS)
                break


def attest_brackets(texts: Sequence[NamedText], entries: Sequence[Entry]) -> None:
    """Add to names how brackets behind them spell them; what is known already is not added again."""
    russian = {text.segment_id: text.text for text in texts if text.language == "ru"}
    for entry in (entry for entry in entries if entry.term is None):
        for segment, span, _, person in [seen for seen in entry.seen if seen[0] in russian]:
            if (written := in_brackets(russian[segment], span)) and _is_spelling(written, person, entry):
                for role, part in _parts(written, person, entry):
                    entry.attest(role, part, f"in brackets in {segment}", IN_BRACKETS)


def is_foreign(entry: Entry) -> bool:
    """Whether a surname is no Russian one, and nothing but romanisation spells it."""
    last = entry.person.last if entry.person else ""
    last = last.removesuffix("ы") if entry.person and entry.person.gender == FAMILY else last
    romanised = all(spelling.evidence is Evidence.ROMANISED for spelling in entry.spellings.get(Role.LAST, ()))
    return romanised and not ends_as_russian(last)


def _is_spelling(written: str, person: Person | None, entry: Entry) -> bool:
    """Whether what stands in brackets is the name in Latin letters, and not what the name belongs to («Кук (Apple)»), who says
    so («в Москве (Reuters)»), or what is called after it («в Бирмингеме (University of Birmingham)»).
    """
    if entry.person is not None:
        return _is_persons(written, person or entry.person, entry)
    forms = [entry.lemma, *_spelled(entry, Role.LAST)]
    known = [s.text for some in entry.spellings.values() for s in some if s.evidence is Evidence.ESTABLISHED]
    if known and set(fold(known[0]).split()) < set(fold(written).split()):
        return False
    if known and written.isupper() and " " in known[0]:
        return False  # its abbreviation: «Институт изучения войны (ISW)»
    if any(_sounds_as(written.removeprefix("The "), form) for form in forms):
        return True
    return not known and entry.kind is NameKind.ORGANISATION and _is_translated(written, entry.lemma)


def _is_persons(written: str, person: Person, entry: Entry) -> bool:
    spelled = _spelled(entry, Role.FIRST), _spelled(entry, Role.LAST)
    if is_eastern_lemma(person.lemma):
        said = [f"{last} {first}" for first in spelled[0] for last in spelled[1]]
        return any(_sounds_as(_straight(written), _straight(form)) for form in (person.lemma, *said, *spelled[1]))
    if not person.last:
        return any(_sounds_as(written, form) for form in (person.first, *spelled[0]))
    surname = " ".join(written.split()[-len(person.last.split()) :])
    return any(_sounds_as(surname, form) for form in (person.last, *spelled[1]))


def _spelled(entry: Entry, role: Role) -> list[str]:
    return [spelling.text for spelling in entry.spellings.get(role, ())]


def _straight(name: str) -> str:
    """A Korean or Chinese name without the hyphens that some put into it."""
    return name.replace("-", " ")


def _sounds_as(latin: str, name: str) -> bool:
    """Whether a Latin spelling may be that of a name, which is given in Russian or in another Latin spelling."""
    alike = SequenceMatcher(None, fold(latin), fold(name), autojunk=False).ratio()
    if latin.isupper() and len(latin) <= _LONGEST_ABBREVIATION:
        return alike >= _ABBREVIATED_ALIKE
    if alike >= _SPELLED_ALIKE:
        return True
    theirs, ours = sounds_of(latin), sounds_of(name)
    mute = len(theirs) - len(ours)
    begin_alike = len(ours) > 1 or fold(latin)[:1] == fold(name)[:1]
    heard = theirs.startswith(ours) and (mute == 0 or (len(ours) > 1 and mute <= _MUTE and not ends_as_russian(name)))
    return bool(ours) and begin_alike and heard and _are_of_one_length(latin, name)


def _are_of_one_length(one: str, other: str) -> bool:
    """Whether two spellings have about as many syllables."""
    heard = [len(re.findall(r"[aeiouyаеёиоуыэюя]+", name.lower())) for name in (one, other)]
    return abs(heard[0] - heard[1]) <= 1


def _is_translated(written: str, lemma: str) -> bool:
    """Whether it may be an organisation's name in English, or its abbreviation, and is nobody else's that everybody knows."""
    if latin_key(written) in established_english():
        return False
    if written.isupper() and len(written) <= _LONGEST_ABBREVIATION:
        return " " in lemma or lemma.isupper()
    return " " in written and " " in lemma


def _parts(written: str, person: Person | None, entry: Entry) -> Iterator[tuple[Role, str]]:
    words = written.split()
    if entry.person is None or person is None or len(words) == 1:
        yield Role.LAST if entry.person is None or entry.person.last else Role.FIRST, written
    elif is_eastern_lemma(person.lemma):
        yield Role.LAST, words[0]
        yield Role.FIRST, " ".join(words[1:])
    elif person.first:
        surname = len(person.last.split()) or 1
        if words[:-surname] and not all(map(_is_title, words[:-surname])):
            yield Role.FIRST, " ".join(words[:-surname])
        yield Role.LAST, " ".join(words[-surname:])


def _is_title(word: str) -> bool:
    """Whether a word before a surname is no first name: "President"."""
    return word.lower() in (NO_NAMES | english_words()) and word.casefold() not in given_names_english()
