"""Where sentences end, in Russian, English and a mixture of the two.

How it goes:

1. A line feed (and any other line end) always ends a sentence; each line is looked at alone.
2. `END` finds every place in a line where a sentence may end: full stops, `?!`, `…`, `❗️`, smileys, with the quotation marks,
   brackets, footnote numbers and emoji that belong to them, before white space, a capital or an opening quotation mark.
3. Each place becomes a `Gap`: up to `LOOK` characters of the sentence so far, the stop, and up to `LOOK` characters after it.
4. The rules of `RULES` are asked in order; the first that answers JOIN or CUT decides. The last one is razdel, which knows
   Russian abbreviations and always answers; what stands above it is what razdel does not know: English, emoji, missing spaces.

A gap sees nothing of the sentences before its own, so a sentence split again gives itself. razdel itself is quadratic in a run
without a split, since it carries the whole sentence along; its rules are asked here one place at a time, with the few
characters they look at. So there are no windows whose edges could matter, and time grows with the length of the text.
"""

import re
from collections.abc import Callable, Iterator

from razdel.rule import JOIN as RAZDEL_JOIN
from razdel.segmenters.sentenize import BULLET_SIZE, DELIMITERS, SentSplit
from razdel.segmenters.sentenize import RULES as RAZDEL_RULES

from polyglot_news.document import Span
from polyglot_news.text.gap import LOOK, Gap, Verdict
from polyglot_news.text.stops import (
    AFTER_CLOCK,
    AND_SO_ON,
    BANGS,
    BORN,
    CLOCK,
    COMPANIES,
    END_TOO,
    ENDS_WITHOUT_VOWEL,
    GENITIVE,
    LANGUAGES,
    LETTER_OF_HOUSE,
    NO_VOWEL,
    NOT_GLUED,
    NUMBER_OR_END,
    NUMBERED,
    OFFICES,
    ORDINARY,
    ROMAN,
    SAYS_NOTHING,
    SAYS_WHEN_OR_WHERE,
    SECTION,
    STATES,
    TITLES,
    UNIT,
    YEAR,
    YEAR_IN_VIEW,
    YEAR_OPENS,
)

RAZDEL_LOOK = 10  # what razdel itself looks at

JOIN, CUT = Verdict.JOIN, Verdict.CUT

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
POINTERS = "•‣►▶▸▪▫■□●○◆◇◾◽➡➤→👉🔹🔸🔻🔺✅❌"  # they begin what follows
EMOJI = rf"(?:(?![{POINTERS}])[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0e\ufe0f\u200d\u20e3]*)"
STOP = r"(?:[.!?…‼⁉❗❓❕❔]\ufe0f?)"
CLOSER = r"""(?:\s?[»”]|[)\]}"'’“*_]|\[\^?\w{1,12}\]|[¹²³⁰-⁹])"""
NOTE = re.compile(r"\[\^?\w{1,12}\]|[*_]")
SMILE = r"(?:\s?[=:;]-?[)(]{1,4}(?![\w/])|\){3,})"
END = re.compile(
    rf"(?>(?P<stop>{STOP}+|{SMILE})(?P<close>{CLOSER}*(?:{STOP}+{CLOSER}*)*)"
    rf"(?P<tail>{EMOJI}*(?:\s{{1,2}}(?:{EMOJI}+(?!\S)|{SMILE}))*))"
    r"(?=(?P<space>\s*)(?P<next>\S?))"
)
WORDLIKE = re.compile(r"[^\W_]")
BRAND = re.compile(r"[a-zа-я]{1,2}[A-ZА-Я]")  # iPhone, eBay
NO_INITIAL = re.compile(r"[\d°=_%$&/][A-ZА-ЯЁІЇЄҐ]$")  # iPhone 5S, 15 °C, ?q=D
INITIAL = re.compile(r"(?:^|[\s.,(«\"„“'-])[A-ZА-ЯЁІЇЄҐ]$")
NAMED = re.compile(r"[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]+\s[A-ZА-ЯЁ]$")  # Михаил П.
GOES_ON = re.compile(
    r"\b(?:y\.\s?o|e\.\s?g|i\.\s?e|a\.\s?k\.\s?a|v|bt|[дк]\.\s?[а-я]{1,2}\.\s?н|ген\.-\s?(?:м|лейт|полк|майор)"
    r"|под\s(?:общ\.\s)?ред|пер\.\s?с\s(?:англ|фр|нем|итал|исп|укр))$",
    re.IGNORECASE,
)
MARKER = re.compile(r"(?:\W{0,3}(?:\d{1,3}|[A-Za-zА-Яа-яё]|[IVXLC]{1,6})(?:[.–-]\d{1,3})*)$")
SAYS = r"(?:said|says|asked|told|added|wrote|replied|reported|shouted|cried|answered|tweeted|posted|warned|insisted|argued)"
ATTRIBUTION = re.compile(rf"(?:[A-Z][\w.'’-]*\s){{1,4}}{SAYS}\b|{SAYS}\s+[A-Z]")
SPEECH = re.compile(rf"(?:[:,—–-]|\b{SAYS}|\b(?:крикнул|сказал|спросил|заявил|написал|ответил|добавил)\w?)\s*$")
TITLE_ENDS = re.compile(r"[^\W\d_a-zа-яёіїєґ]\w*(?:\s\w+)?»(?P<on>\s[a-zа-яёіїєґ])?")
PAIRS = {")": "(", "]": "[", "»": "«", "”": "“", '"': '"', "“": "„"}
COUNTED = re.compile(r"\d\s?[^\W\d_]+$")
TOKEN_SIGNS = re.compile(r"[/@\\_=<>#\d]|\w\.\w+\.\w")
GERMAN_DATE = re.compile(r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b")


Rule = Callable[[Gap], Verdict | None]


def list_marker(gap: Gap) -> Verdict | None:
    """`1. Первый`, `b. Second`: a number alone is no sentence."""
    return JOIN if gap.first and gap.plain and MARKER.fullmatch(gap.left) else None


def inside_token(gap: Gap) -> Verdict | None:
    """`3.5`, `t.me`, `А.С.Пушкин`: without a space it goes on, unless a capital after a small word shows a space lost."""
    if gap.space or gap.tail:
        return None
    return CUT if _glued(gap) else JOIN


def _glued(gap: Gap) -> bool:
    """`закончилось.Началось`, `Ура!Завтра`, `Белгороде❗️Работает`, but neither `README.Md` nor `им.Пушкина`."""
    if gap.stop[0] in "❗❓‼⁉❕❔" or (gap.word and gap.right[0] in "«“„—►•"):
        return True
    before, after = gap.left.split()[-1:], gap.right.split()[0]
    if not gap.next_word.istitle() or gap.opening or TOKEN_SIGNS.search("".join([*before, gap.stop, after])):
        return False
    if not gap.plain:
        return bool(gap.word) or bool(gap.close)
    short = len(gap.word) < 3 or (len(gap.next_word) < 2 and not gap.starter)
    known = gap.word in TITLES or gap.next_word.lower() in NOT_GLUED
    return gap.word.islower() and not short and not known and _razdel(gap, space=" ") is CUT


def smile_ends(gap: Gap) -> Verdict | None:
    """`Всё хорошо :) Завтра`: a smiley is a stop."""
    return CUT if gap.stop[-1] in "()" and (gap.next_word[:1].isupper() or gap.ahead[:1].isdigit()) else None


def small_letter_follows(gap: Gap) -> Verdict | None:
    """`"Stop!" he said`, `Wait... what?`, `— Да! — сказал он`; but `iPhone` and `eBay` begin sentences."""
    if not gap.next_word[:1].islower():
        return None
    if BRAND.match(gap.ahead):
        return CUT if not gap.plain or gap.word.lower() not in TITLES else None
    aside = gap.opening.strip() == "(" and gap.plain and UNIT.search(gap.near)  # 339 978 чел. (на 2021 год)
    return JOIN if aside or not gap.opening.strip(" —–-…") or gap.stop in ("…", "...") else None


def attribution_follows(gap: Gap) -> Verdict | None:
    """`"Stop!" Smith said.`; after a full stop it is another sentence, since "Stop," would be written."""
    return JOIN if gap.stop != "." and set(gap.close) & set("\"”'’") and ATTRIBUTION.match(gap.right) else None


def aside_ends(gap: Gap) -> Verdict | None:
    """`Петров (см. рис.) Иванова видел`, `фильм «Ура!» Петровой`: the stop is the bracket's or the title's."""
    opener = PAIRS.get(gap.close)
    before, _, inside = gap.left.rpartition(opener or "\n")
    if opener is None or gap.starter or not before.strip():
        return None
    if opener == "(":
        return JOIN
    titled = gap.stop != "." and 0 < len(inside.split()) <= 3 and not SPEECH.search(before)
    return JOIN if titled else None


def inside_title(gap: Gap) -> Verdict | None:
    """`«Новая газета. Европа» пишет`, `фильм «Рассвет. Часть первая»`: a short title of two parts, nobody's speech."""
    rest = TITLE_ENDS.match(gap.right) if gap.plain else None
    before, opener, inside = gap.left.rpartition("«")
    if rest is None or not opener or "»" in inside or len(inside.split()) > 3 or SPEECH.search(before):
        return None
    return JOIN if WORDLIKE.search(before) or rest["on"] else None


def title_before(gap: Gap) -> Verdict | None:
    """`Gen. Surovikin`, `St. Petersburg`, `vs. The Beatles`; `on Main St. The` is a street."""
    word = gap.word.title() if gap.word.isupper() and gap.next_word.isupper() and gap.word[1:] else gap.word  # ST. PETERSBURG
    if not gap.plain or (not {word, word.lower()} & TITLES and not GOES_ON.search(gap.near)):
        return None
    return CUT if word == "St" and gap.starter else JOIN


def number_follows(gap: Gap) -> Verdict | None:
    """`No. 5`, `Sept. 11`, `s. 78 of the Act`, `рис. 3`, `вх. № 7`, `18 U.S.C. § 1343`; but `No. We refuse.`"""
    word = gap.word.lower()
    if gap.plain and gap.right[0] == "§" and INITIAL.search(gap.near):
        return JOIN
    if gap.plain and gap.right[0] == "№" and len(word) <= 4:
        return JOIN
    if gap.plain and gap.ahead[:1].isdigit() and SECTION.search(gap.near):
        return JOIN
    if not gap.plain or word not in NUMBERED:
        return None
    if gap.ahead[:1].isdigit() or (ROMAN.match(gap.ahead) and gap.next_word != "I"):
        return JOIN
    return CUT if word in NUMBER_OR_END and gap.next_word else None


def opens_clause(gap: Gap) -> Verdict | None:
    """`На 12-й мин. Дзюба забил`, `В ю.-в. Азии`, `At 5 p.m. Zelensky spoke`: so far, no more than when or where."""
    if not gap.first or not gap.plain or gap.opening or gap.starter or not gap.next_word[:1].isupper():
        return None
    return JOIN if SAYS_WHEN_OR_WHERE.fullmatch(gap.left) else None


def clock_before(gap: Gap) -> Verdict | None:
    """`at 5 p.m. Moscow time`, `9 a.m. EST`; but `9 a.m. Then`."""
    if not gap.plain or not CLOCK.search(gap.near):
        return None
    return JOIN if AFTER_CLOCK.match(gap.right) and not gap.starter else CUT


def year_before(gap: Gap) -> Verdict | None:
    """`В 2024 г. Москва приняла`: a date that opens its clause goes on; `родился в 1985 г. Москва` does not.

    `Планы на 2025 г. Дёмин не раскрыл`: nor is a sentence what begins so, without a verb.
    """
    found = YEAR.search(gap.left) if gap.plain else None
    if gap.plain and gap.next_word[:1].isupper() and BORN.search(gap.near):
        return CUT
    if not found or not gap.next_word:
        return None
    before = gap.left[: found.start()]
    if gap.first and (view := YEAR_IN_VIEW.search(before)) and SAYS_NOTHING.fullmatch(before[: view.start()]):
        return CUT if gap.opening or gap.starter else JOIN
    opens = YEAR_OPENS.search(before) is not None or GENITIVE.match(gap.right) is not None
    return JOIN if opens and not gap.opening and not gap.starter else CUT


def initial_before(gap: Gap) -> Verdict | None:
    """`А. С. Пушкин`, `Lester B. Pearson`, `U.S. Army`; but `in the U.S. The`, `план Б. Это`.

    `Михаил П. («мясник») невиновен`: a bracket in small letters says more of somebody.
    """
    if not gap.plain or not INITIAL.search(gap.near):
        return CUT if gap.plain and NO_INITIAL.search(gap.near) else None
    if gap.opening.startswith("(") and gap.next_word.islower() and NAMED.search(gap.near):
        return JOIN
    return CUT if gap.starter or gap.opening else JOIN


def company_before(gap: Gap) -> Verdict | None:
    """`Apple Inc. Chief Executive`, `King Jr. Day`; but `Apple Inc. The`."""
    if not gap.plain or gap.word not in COMPANIES:
        return None
    return CUT if gap.starter or gap.opening.strip("(") else JOIN


def and_so_on(gap: Gap) -> Verdict | None:
    """`и т. д. Потом`, `и пр. Потом`, `etc. Then`: lists end there."""
    return CUT if gap.plain and gap.next_word[:1].isupper() and AND_SO_ON.search(gap.near) else None


def unit_before(gap: Gap) -> Verdict | None:
    """`10 км. Потом`, `5 млн руб. «Это`: after a number it is a unit, no street and no river; `5 долл. США` goes on."""
    if not gap.plain or not gap.next_word[:1].isupper() or not UNIT.search(gap.near):
        return None
    return JOIN if gap.word == "долл" and gap.next_word == "США" and not gap.opening else CUT


def abbreviation_ends(gap: Gap) -> Verdict | None:
    """`в Курской обл. Он`, `проявил ум. Потом`: razdel would go on; `лит. А, потушен` does."""
    if not gap.plain or not gap.next_word:
        return None
    if gap.word == "лит" and not gap.opening and LETTER_OF_HOUSE.match(gap.ahead):
        return JOIN
    if gap.word in LANGUAGES and gap.next_word.isascii():  # от лат. Pax
        return JOIN
    return CUT if (gap.word in END_TOO and gap.starter) or (gap.word in ORDINARY and gap.next_word.istitle()) else None


def state_before(gap: Gap) -> Verdict | None:
    """`Mass. Gov. Healey`, `Va. Tech`; but `in Tampa, Fla. Republicans`."""
    if not gap.plain or gap.word not in STATES or gap.opening:
        return None
    return JOIN if gap.next_word in OFFICES or (gap.left == gap.word and gap.next_word and not gap.starter) else None


def no_vowel(gap: Gap) -> Verdict | None:
    """`прп. Сергий`, `Мкрн. Южный`: what cannot be said is short for something, and nothing that ends a list or a sum."""
    word = gap.word.lower()
    if not gap.plain or gap.opening or gap.starter or not gap.next_word or word in ENDS_WITHOUT_VOWEL:
        return None
    is_short = NO_VOWEL.fullmatch(gap.word) and (gap.word.islower() or gap.left == gap.word.title())
    return JOIN if is_short and not COUNTED.search(gap.near) else None


def bang_in_name(gap: Gap) -> Verdict | None:
    """`Yahoo! News`."""
    return JOIN if gap.stop == "!" and not gap.close and gap.word in BANGS and not gap.starter else None


def german_date(gap: Gap) -> Verdict | None:
    """`am 3. März`."""
    return JOIN if gap.plain and gap.left[-1:].isdigit() and GERMAN_DATE.match(gap.right) else None


def razdel_says(gap: Gap) -> Verdict:
    """All the rest, Russian abbreviations first of all."""
    return _razdel(gap, space=gap.space or " ")


def _razdel(gap: Gap, *, space: str) -> Verdict:
    said = gap.left[-RAZDEL_LOOK:] + gap.stop + NOTE.sub("", gap.close)
    if said[-1] not in DELIMITERS:
        return CUT
    right = gap.right if gap.ahead[:1].isalnum() else gap.opening + gap.ahead[:1]  # no word from beyond the next stop
    split = SentSplit(said[:-1][-RAZDEL_LOOK:], said[-1], (space + right)[:RAZDEL_LOOK])
    split.buffer = gap.left[: BULLET_SIZE + 1] if gap.first else " " * (BULLET_SIZE + 1)
    for rule in RAZDEL_RULES:
        action = rule(split)
        if action:
            return JOIN if action == RAZDEL_JOIN else CUT
    return CUT


RULES: tuple[Rule, ...] = (
    list_marker,
    inside_token,
    smile_ends,
    small_letter_follows,
    attribution_follows,
    aside_ends,
    inside_title,
    title_before,
    number_follows,
    opens_clause,
    clock_before,
    year_before,
    initial_before,
    company_before,
    and_so_on,
    unit_before,
    abbreviation_ends,
    state_before,
    no_vowel,
    bang_in_name,
    german_date,
    razdel_says,
)


def split_sentences(text: str) -> list[Span]:
    """The sentences of one block of plain text: trimmed, in order, disjoint; together all that is not white space."""
    return [span for line in LINE.finditer(text) for span in _sentences(line.group(), line.start())]


def _sentences(line: str, offset: int) -> Iterator[Span]:
    """The sentences of one line that begins at `offset`."""
    start, said = _begin(line, 0)
    for end in END.finditer(line):
        if said >= end.start() or _goes_on(end) or _verdict(_gap(line, start, end)) is JOIN:
            continue
        stop = end.start("tail") if _begins_next(line, start, end) else end.end()
        yield Span(start + offset, stop + offset)
        start, said = _begin(line, stop)
    if start < len(line):
        yield Span(start + offset, len(line.rstrip()) + offset)


def _begins_next(line: str, start: int, end: re.Match[str]) -> bool:
    """Whether the emoji behind a stop begin what follows, as they began the sentence: `🗳 35%. 🗳 41%.`"""
    tail = end["tail"].strip()
    return bool(tail) and end["tail"][0].isspace() and end["next"] != "" and line.startswith(tail, start)


def _goes_on(end: re.Match[str]) -> bool:
    """Whether nothing follows, or a small letter or a digit at once: no need to ask."""
    return not end["next"] or (not end["space"] and not end["tail"] and (end["next"].islower() or end["next"].isdigit()))


def _begin(line: str, at: int) -> tuple[int, int]:
    """Where the sentence after `at` begins, and where its first word or number does: before that, nothing ends."""
    while at < len(line) and line[at].isspace():
        at += 1
    word = WORDLIKE.search(line, at)
    return at, word.start() if word else len(line)


def _gap(line: str, start: int, end: re.Match[str]) -> Gap:
    left = max(start, end.start() - LOOK)
    return Gap(
        left=line[left : end.start()],
        first=left == start,
        stop=end["stop"].strip(),
        close=end["close"],
        tail=end["tail"],
        space=end["space"],
        right=line[end.start("next") : end.start("next") + LOOK],
    )


def _verdict(gap: Gap) -> Verdict:
    """What the first rule says that has something to say."""
    return next(verdict for rule in RULES if (verdict := rule(gap)) is not None)
