"""Names in a translation: which stand there as the ledger has them, what stands for the others, and putting it right.

A name counts as rendered where one of its forms stands as whole words: into English the one spelling, into Russian any case. A
place or an organisation may also have become an adjective («российский», "Russian"), which is left alone. What the model wrote
for a name is found by likeness of folded spellings; it is replaced by the form most like it, so a Russian ending survives.
"""

import functools
import re
from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher

from polyglot_news.document import NameKind, Span
from polyglot_news.names.agreement import cases_of_title
from polyglot_news.names.ledger import Use
from polyglot_news.names.lists import key, plain_latin
from polyglot_news.names.morphology import CASES, CASES_AFTER, agreement_of, is_verb, read_word
from polyglot_news.names.romanise import fold
from polyglot_news.names.streets import case_of_street, is_street, misdeclined, told_once
from polyglot_news.names.term import is_cyrillic

_WORD = re.compile(r"[^\W\d_]+(?:[-’'](?!s\b)[^\W\d_]+)*|[^\W\d_]\.")
_WORD_OR_INITIAL = re.compile(rf"\b[^\W\d_]\.(?!\w)|{_WORD.pattern}")
_ENGLISH_ADJECTIVE = re.compile(r"(?:[aei]ns?|ish|ese|i|ic|ers?|ites?)\Z")
_ALIKE = 0.62  # likeness of what a model wrote for a name to its right form, from which it is taken for it
_ALIKE_OTHERS = 0.72  # the same for places and organisations, which are translated more often
_LAST_WORD = re.compile(r"(?<!\w)\w+(?=\s\Z)")
_NEXT_WORD = re.compile(r"\s(?:не\s)?([а-яё]+)")
_TITLE = re.compile(r"(?<!\w)(?:г-жа|г-н) \Z")
_LIKELIER = {"с": "ablt", "со": "ablt", "за": "accs", "в": "accs", "во": "accs", "на": "accs"}  # with persons
_SIR = {"у ю": "г-ну", "ым им ом ем": "г-ном", "е": "г-не"}
_MADAM = {"gent": "г-жи", "datv": "г-же", "loct": "г-же", "accs": "г-жу", "ablt": "г-жой"}
_TOLD_BEFORE = re.compile(r"(?<![\w-])((?:(?!The )[A-Z][\w-]+ (?:(?:of|for|and|the) )*)+)\Z")
_TOLD_BEHIND = re.compile(r" (?:of|for) (?:the )?((?:[A-Z][\w-]+ ?)+)(?<! )(?![\w-])")
_LEFT_OVER = 0.72  # likeness to a part of a name, from which a word beside the name is what the model made of that part
_DERIVED = {  # adjectives and other forms that do not begin as the name does; folded by `key`, by the name's target
    "france": ("french",), "germany": ("german",), "netherlands": ("dutch",), "united kingdom": ("british", "uk", "britain"),
    "britain": ("british", "uk", "united kingdom"), "united states": ("us", "u.s", "american", "america", "usa"),
    "poland": ("polish",), "spain": ("spanish",), "turkey": ("turkish",), "denmark": ("danish", "danes"), "sweden": ("swed",),
    "finland": ("finn",), "switzerland": ("swiss",), "greece": ("greek",), "ireland": ("irish",), "wales": ("welsh",),
    "china": ("chinese",), "norway": ("norwegian",), "israel": ("israel",), "iraq": ("iraq",), "iran": ("iran",),
    "scotland": ("scot",), "thailand": ("thai",), "slovakia": ("slovak",), "cyprus": ("cypriot",), "czech republic": ("czech",),
    "czechia": ("czech",), "kazakhstan": ("kazakh",), "uzbekistan": ("uzbek",), "tajikistan": ("tajik",),
    "kyrgyzstan": ("kyrgyz",), "turkmenistan": ("turkmen",), "afghanistan": ("afghan",), "philippines": ("filipin",),
    "eu": ("european",),
    "north korea": ("pyongyang", "dprk", "north korean"), "south korea": ("seoul", "south korean"),
    "сша": ("америк", "соединенн"), "великобритания": ("британ", "англи"), "германия": ("немец",), "франция": ("француз",),
    "китай": ("кнр",), "нидерланды": ("голланд",), "россия": ("рф", "росси"), "ес": ("евросоюз", "европейск"),
    "кндр": ("северн",),
    "швейцария": ("швейцар",), "турция": ("турец",), "греция": ("греч",), "испания": ("испан",), "оон": ("объединенн",),
}  # fmt: skip


def hint_of(use: Use, hints: tuple[str, str]) -> str:
    """What is put behind a name in the source, so that the model writes it as it is told: without diacritics, at which a model
    stumbles (", changeferin" for "Čeferin"), and which are put on its answer.
    """
    return f"{hints[0]} {use.target if is_cyrillic(use.target) else plain_latin(use.target)}{hints[1]}"


def hints_behind(uses: Sequence[Use], hints: tuple[str, str]) -> list[tuple[int, str]]:
    """What a model is told of names, each with the character of the source that it is put behind."""
    return [(use.span.stop, hint_of(use, hints)) for use in uses]


def find_missing(uses: Sequence[Use], text: str) -> list[Use]:
    """The uses that a translation does not render as the ledger has them."""
    located = zip(uses, locate_names(uses, text), strict=True)
    return [use for use, span in located if span is None and not (_is_derived(use, text) or _is_shortened(use, text))]


def _is_shortened(use: Use, text: str) -> bool:
    """Whether an abbreviation became one too, beside the name in full: «Российской премьер-лиги (РПЛ)»."""
    words = use.target.split()
    if len(words) < 2 or not use.source.isupper() or use.target not in text:
        return False
    return _find("".join(word[0] for word in words if word[0].isupper()), text, ()) is not None


def correct(
    uses: Sequence[Use], text: str, aligned: Sequence[Span | None] = (), owning: Sequence[bool] = ()
) -> list[tuple[Span, str]]:
    """The stretches of a translation that stand for a name and are not as the ledger has it, each with what to write; in order.

    `aligned`: for each use what the model wrote while it looked at the name, where that is known; it is taken where nothing in
    the text is like the name. `owning`: for each use whether it owns something, so that a Russian person is in the genitive.
    """
    located = locate_names(uses, text)
    taken = [span for span in located if span is not None]
    edits: list[tuple[Span, str]] = []
    looked, owns = aligned or [None] * len(uses), owning or [False] * len(uses)
    for use, span, at, owner in sorted(zip(uses, located, looked, owns, strict=True), key=lambda item: -len(item[0].target)):
        if span is not None:
            wider = _with_leftovers(use, span, span.of(text), text, taken)
            form = _in_case(use, span.of(text), text[: wider.start], text[wider.stop :], owner=owner)
            edits += [(wider, form)] if wider != span or form != span.of(text) else []
            edits += _titled(use, form, text[: wider.start])
            continue
        found = _street_at(use, text, taken) or _most_alike(use, text, taken) or _looked_at(use, text, at, taken)
        if found is None or (found[2] < 1.0 and _is_derived(use, text)):
            continue
        wider = _with_leftovers(use, found[0], found[1], text, taken)
        taken.append(wider)
        form = _in_case(use, found[1], text[: wider.start], text[wider.stop :], owner=owner)
        edits += [(wider, form), *_titled(use, form, text[: wider.start])]
    return _disjoint(edits)


def _in_case(use: Use, form: str, before: str, behind: str, *, owner: bool) -> str:
    """The form; but of a Russian name left in the nominative the one that it needs: the genitive of a person who owns something
    («брат Соколова»), and the case of a preposition («для Рогов», «об Иванове»), of persons also its likelier one of several.
    """
    if form != use.forms[0] or not use.cases or use.kind is NameKind.ORGANISATION:
        return form
    if owner and use.kind is NameKind.PERSON:
        return use.cases[CASES.index("gent")]
    if use.kind is NameKind.PLACE and is_street(use.lemma):
        return use.cases[CASES.index(case_of_street(before) or "nomn")]
    word = _LAST_WORD.search(before)
    cases = CASES_AFTER.get(word[0].lower(), ()) if word else ()
    if word and not cases and use.kind is NameKind.PERSON and not _is_subject(behind):
        cases = tuple(case for case in CASES if case in cases_of_title(word[0].lower()))
    if not cases or (len(cases) > 1 and use.kind is not NameKind.PERSON):
        return form
    return use.cases[CASES.index(_LIKELIER.get(word[0].lower(), cases[0]) if word else "nomn")]


def _is_subject(behind: str) -> bool:
    """Whether a verb behind a Russian name may be what somebody does: «Слова министра Иван Петров назвал ложью»."""
    word = _NEXT_WORD.match(behind)
    return word is not None and (agreement_of(word[1]) is not None or is_verb(word[1]))


def _street_at(use: Use, text: str, taken: Sequence[Span]) -> tuple[Span, str, float] | None:
    """A Russian street whose words do not agree, and its right form."""
    if use.kind is not NameKind.PLACE or not use.cases or (found := misdeclined(use.lemma, text)) is None:
        return None
    return None if found[0].meets(taken) else (*found, 1.0)


def _titled(use: Use, form: str, before: str) -> list[tuple[Span, str]]:
    """The title before a Russian name in the name's case: «имя г-жи Митровой» for «имя г-жа Митровой»."""
    title = _TITLE.search(before)
    if title is None or use.kind is not NameKind.PERSON or form == use.forms[0] or form not in use.forms:
        return []
    word = _LAST_WORD.search(before[: title.start()])
    cases = CASES_AFTER.get(word[0].lower(), ()) if word else ()
    if title[0] == "г-н ":
        ending = next((made for ends, made in _SIR.items() if form.endswith(tuple(ends.split()))), "г-на")
    else:
        ending = "г-жу" if form.endswith(("у", "ю")) else _MADAM.get(cases[0] if cases else "gent", "г-жи")
    return [(Span(title.start(), title.end()), f"{ending} ")]


def _disjoint(edits: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Edits in order, without those that overlap an earlier one: a name may have been found twice at one place."""
    kept: list[tuple[Span, str]] = []
    for span, form in sorted(edits):
        if not kept or span.start >= kept[-1][0].stop:
            kept.append((span, form))
    return kept


def _looked_at(use: Use, text: str, span: Span | None, taken: Sequence[Span]) -> tuple[Span, str, float] | None:
    """The words that were aligned with a name, where they are about as many and begin with a capital."""
    if span is None or span.meets(taken):
        return None
    words = [match for match in _WORD.finditer(text) if match.start() < span.stop and span.start < match.end()]
    if not words or len(words) > len(use.target.split()) + 1 or not words[0][0][0].isupper():
        return None
    return Span(words[0].start(), words[-1].end()), use.forms[0], 0.0


def _with_leftovers(use: Use, span: Span, form: str, text: str, taken: Sequence[Span]) -> Span:
    """The stretch, with the words beside it that are the model's own for parts of the name, and were told besides.

    "Araik" before "Arayik Arutyunyan", "Ivanovich Ivanov" behind "Ivan Ivanovich Ivanov".
    """
    wider = _with_repeated(span, form, text)
    if use.kind is NameKind.ORGANISATION and " " in form and form.isascii():
        return _told_once(wider, frozenset(form.split()), text)
    if use.kind is not NameKind.PERSON:
        return told_once(wider, text) if form.isascii() and is_street(use.lemma) else wider
    others = [other for other in taken if other != span]
    tokens = [token for token in (Span(*m.span()) for m in _WORD_OR_INITIAL.finditer(text)) if not token.meets(others)]
    start, stop = wider.start, wider.stop
    for token in reversed([token for token in tokens if token.stop <= start]):
        between = text[token.stop : start]
        if not _is_leftover(token.of(text), form) or not (
            between == " " or (between == ", " and _is_surname_left_first(use, token.of(text), form))
        ):
            break
        start = token.start
    for token in (token for token in tokens if token.start >= stop):
        if text[stop : token.start] != " " or not _is_leftover(token.of(text), form):
            break
        stop = token.stop
    return Span(start, stop)


def _told_once(span: Span, words: Set[str], text: str) -> Span:
    """The stretch, with what tells the same organisation again: "Ministry of Defense of the Russian Defense Ministry"."""
    start, stop = span.start, span.stop
    before = _TOLD_BEFORE.search(text, 0, start)
    if before and re.search(r" of (?:the )?\Z", before[0]) and _capitals(before[1]) <= words:
        start = before.start()
    behind = _TOLD_BEHIND.match(text, stop)
    return Span(start, behind.end() if behind and _capitals(behind[1]) <= words else stop)


def _capitals(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split() if word[0].isupper())


def _is_leftover(word: str, form: str) -> bool:
    """Whether a word beside a name stands for a part of it; beside a name of one word only the word itself does."""
    parts = form.split()
    if not word[0].isupper():
        return False
    if word.endswith("."):
        return len(parts) > 1 and any(part.startswith(word[:-1]) for part in parts)
    if len(parts) == 1:
        return word == form
    return any(_likeness(fold(word), fold(part)) >= _LEFT_OVER for part in parts if not part.endswith("."))


def _is_surname_left_first(use: Use, word: str, form: str) -> bool:
    """Whether a word before a comma is the surname that the source has first: "Savelov, Artyom Glebovich Savyolov"."""
    source, surname = use.source.split(), form.split()[-1]
    is_first = len(source) > 2 and fold(source[0])[:2] == fold(surname)[:2]
    return is_first and _likeness(fold(word), fold(surname)) >= _LEFT_OVER


def _with_repeated(span: Span, form: str, text: str) -> Span:
    """The stretch, with the words before it that the form begins with: "Stepan" before "Yatsuk" becoming "Stepan Yatsuk"."""
    before = form.split()[:-1]
    for count in range(len(before), 0, -1):
        lead = " ".join(before[:count]) + " "
        if text[: span.start].casefold().endswith(lead.casefold()):
            return _with_repeated(Span(span.start - len(lead), span.stop), form, text)
    return span


def locate_names(uses: Sequence[Use], text: str) -> list[Span | None]:
    """Where in a translation each use stands as the ledger has it; the longest are looked for first, no stretch is for two."""
    located: list[Span | None] = [None] * len(uses)
    taken: list[Span] = []
    for n in sorted(range(len(uses)), key=lambda n: -len(uses[n].target)):
        for form in sorted(uses[n].forms, key=len, reverse=True):
            if (span := _find(form, text, taken)) is not None:
                located[n] = span
                taken.append(span)
                break
    return located


def _find(form: str, text: str, taken: Sequence[Span]) -> Span | None:
    """A form as whole words, the first that is not taken; capitals throughout are a headline's."""
    for match in _pattern(form).finditer(text):
        span = Span(*match.span())
        if not span.meets(taken):
            return span
    return None


@functools.lru_cache(maxsize=5_000)
def _pattern(form: str) -> re.Pattern[str]:
    words = re.escape(form).replace(r"\ ", r"\s+").replace("ё", "[её]").replace("Ё", "[ЕЁ]").replace("'", "['’]")
    shouted = re.escape(form.upper()).replace(r"\ ", r"\s+")
    first = f"|{re.escape(form[0].upper() + form[1:])}" if form[0].islower() else ""
    return re.compile(rf"(?<!\w)(?:{words}|{shouted}{first})(?![^\W\d_])")


def _is_derived(use: Use, text: str) -> bool:
    """Whether an adjective made of the name, or the like, stands in the text."""
    if use.kind is NameKind.PERSON:
        return False
    target = key(use.target)
    roots = _DERIVED.get(target, ())
    head = max(target.split(), key=len)
    several = " " in use.target  # of several words none becomes an adjective with a capital: «в Набережном Челне» is no such
    found = [
        match[0]
        for match in _WORD.finditer(text)
        if not (several and match.start() and is_cyrillic(match[0]) and match[0][0].isupper())
    ]
    words = [key(word) for word in found]
    if any(word.startswith(start) for start in roots for word in words) or any(
        not r.isalpha() and r in key(text) for r in roots
    ):
        return True
    root = head[: max(4, len(head) - 3)] if use.kind is NameKind.PLACE else head
    return len(head) > 3 and any(word.startswith(root) and word != head and _is_adjective(word) for word in words)


def _is_adjective(word: str) -> bool:
    """Whether a word may be made of a name: «московский», "Muscovite"; «Перме» is no adjective but a form gone wrong."""
    if is_cyrillic(word):
        return any("ADJF" in reading.tags for reading in read_word(word))
    return bool(_ENGLISH_ADJECTIVE.search(word))


def _most_alike(use: Use, text: str, taken: Sequence[Span]) -> tuple[Span, str, float] | None:
    """What the model wrote for a name, what to write there instead, and how alike the two are."""
    best: tuple[Span, str, float] | None = None
    needed = _ALIKE if use.kind is NameKind.PERSON else _ALIKE_OTHERS
    wanted = fold(use.target)
    for span in _runs(text, len(use.target.split())):
        if span.meets(taken):
            continue
        likeness = _likeness(fold(span.of(text)), wanted)
        if likeness >= needed and (best is None or likeness > best[2]):
            best = span, span.of(text), likeness
    if best is None:
        return None
    written = best[1].lower()
    form = max(use.forms, key=lambda form: (_likeness(written, form.lower()), -use.forms.index(form)))
    return best[0], form.upper() if best[1].isupper() and len(best[1]) > 4 else form, best[2]


def _runs(text: str, words: int) -> Iterator[Span]:
    """Runs of words about as long as a name, with a capital at their beginning."""
    tokens = [Span(*match.span()) for match in _WORD.finditer(text)]
    for length in range(max(1, words - 1), words + 2):
        for at in range(len(tokens) - length + 1):
            first, last = tokens[at], tokens[at + length - 1]
            between = text[first.start : last.stop]
            if first.of(text)[0].isupper() and last.of(text)[0].isupper() and not re.search(r"[,;:!?()«»\"]", between):
                yield Span(first.start, last.stop)


@functools.lru_cache(maxsize=20_000)
def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
