"""Where the language changes inside a sentence, as far as the script shows it.

A semicolon or a slash between clauses in different languages cuts first; each side then goes the road below by itself.

1. **Tokens**: words with their script; what a hyphen joins is one token (`Telegram-канал`), of its last part's script.
2. **Runs**: tokens of one script in a row.
3. **Strength.** A run is a *phrase* if it has small words of its own: three of them, or two in a run of four words, or two (or
   one in a run of three words) with quotation marks or brackets around them, or a common word on either side of a dash. Names,
   brands, abbreviations and particles between them (`Bank of America`) are no small words.
4. **Merging.** A run that is no phrase joins the run before it, or the one after it if only that shares its quotation; runs
   that became neighbours of one script become one. What stands beside a quoted phrase needs but one small word to stand by
   itself, and so does what is in the script of most of the text; a name does (`Путин: "We will win" - сказал он`) if its
   language goes on behind the quotation, and a head with a small word does (`Новый пункт: The mayor said ...`) or
   of one word that is no name.
5. **Cuts** between the runs that are left: opening marks go with what follows, and so does the dash after a quotation; all
   other marks go with what precedes.

Everything is linear in the length of the text.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from operator import or_

from polyglot_news.document import Span
from polyglot_news.routing.lexicon import is_no_name
from polyglot_news.routing.tables import tables_of
from polyglot_news.text.scripts import COMMON, WORD, script_of_word

PHRASE = 3
"""Small words that make a phrase without quotation marks."""
UNCASED = 12
"""Letters that make a phrase in a script that has no small letters."""
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_PARTICLES = frozenset(
    {"a", "an", "and", "the", "of", "for", "in", "on", "at", "to", "by", "with", "de", "la", "le", "del", "der", "den", "von"}
    | {
        "van",
        "und",
        "et",
        "y",
        "e",
        "i",
        "da",
        "di",
        "do",
        "al",
        "el",
        "ибн",
        "аль",
        "и",
        "в",
        "во",
        "на",
        "о",
        "об",
        "по",
        "с",
    }
    | {"со", "из", "от", "для", "у", "к", "за", "при", "до"}
)
_OPENING = "«„“‘([{<‹"
_CLOSING = "»”’)]}>›“"
_EITHER = "\"'"
_ONE_SCRIPT = re.compile(
    "[\\x00-\\x7f\u2000-\u206f]*"
    "|[\\x00-\\x40\\x5b-\\x60\\x7b-\\xa9\u00ab-\u00b9\u00bb-\u00bf\u0400-\u052f\u2000-\u206f\u2100-\u2bff]*"
)
"""Nothing but ASCII, or nothing but Cyrillic letters: most texts, told at once."""
_MARKS = re.compile(rf"[^\W\d_]|[{re.escape(_OPENING + _CLOSING + _EITHER)}]")
"""Letters, and marks that open or close something."""
_PAIRED = {"«": "»", "„": "“”", "“": "”", "‘": "’", "(": ")", "[": "]", '"': '"'}
_QUOTED = re.compile(r"[«„“][^«»„“”]*[»“”]|\"[^\"]*\"|\([^()]*\)")
_JOINT = re.compile(r"(?:;|\s/)\s+")
_SAYING = re.compile(
    r"(?:said|says|asked|told|added|wrote|replied|shouted|(?:сказал|спросил|заявил|написал|ответил|добавил|крикнул)[аи]?):\s?.\Z"
)
_NUMBER = re.compile(r"№\s?\d+|\b\d+(?=\s+/)|(?<=/)\s+\d+\b")
"""Of an issue, or beside a slash."""
_NEAR = 24
_DASHES = "—–-|/:•·"
_DASH_AFTER_QUOTATION = re.compile(r"""[.,!?…]{0,3}[»”"'][.,!?…]{0,3}\s+([-–—]\s+)""")
_COMMA = re.compile(r"[!?…]*(?:,[»”\"'’]|[»”\"'’],)")
_FIGURES = re.compile(r"(?<=\s)\d[\d.:–-]*\s+\Z")
"""Figures right before a word: of a date, a sum."""
_HYPHENS = re.compile(r"[-‐‑]\d*")


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens of one script in a row."""

    span: Span
    script: str
    words: int
    small: int
    """How many words are no names, abbreviations or particles."""


def split_languages(text: str) -> list[Span]:
    """Cut `text` where its language changes; one span, without the white space around it, where it does not.

    The spans are ordered, disjoint and not empty, and only white space is between them.
    """
    if _ONE_SCRIPT.fullmatch(text):
        whole = _stripped(text, 0, len(text))
        return [whole] if len(whole) else []
    clauses = pairwise([0, *_between_clauses(text), len(text)])
    return [piece.shift(start) for start, stop in clauses for piece in _split_clause(text[start:stop])]


def _between_clauses(text: str) -> list[int]:
    """Where a clause in one language is joined to one in the other by a semicolon or a slash; what is quoted does not count."""
    bare = _QUOTED.sub(lambda found: "0" * len(found.group()), text)
    ends = [found.end() for found in _JOINT.finditer(bare)]
    cuts, current = [], ""
    for start, stop in pairwise([0, *ends, len(text)]) if ends else ():
        script = _script_of_clause(bare[start:stop])
        if script and current and script != current:
            cuts.append(start)
        current = script or current
    return cuts


def _script_of_clause(text: str) -> str:
    """The script of most of a clause, if that has a small word that Russian or English knows."""
    runs = _runs(text)
    main = _main_script(runs) if runs else ""
    return main if any(run.script == main and run.small and _has_common_word(run.span.of(text), main) for run in runs) else ""


def _split_clause(text: str) -> list[Span]:
    """Cut a clause, or several in one language, where another language comes in."""
    runs = _settled(text, _runs(text))
    cuts = [_cut(text, before.span.stop, after.span.start) for before, after in pairwise(runs)]
    edges = [0, *cuts, len(text)]
    pieces = (_stripped(text, start, stop) for start, stop in pairwise(edges))
    return [piece for piece in pieces if len(piece)]


def _stripped(text: str, start: int, stop: int) -> Span:
    part = text[start:stop]
    left = len(part) - len(part.lstrip())
    return Span(start + left, max(start + left, start + len(part.rstrip())))


def _runs(text: str) -> list[_Run]:
    """Runs of one script, before anything is merged."""
    runs: list[_Run] = []
    shouted = not any(map(str.islower, text))
    for span, script, word in _tokens(text):
        small = _small_words(word, script, shouted)
        if runs and runs[-1].script == script:
            last = runs[-1]
            runs[-1] = _Run(Span(last.span.start, span.stop), script, last.words + 1, last.small + small)
        else:
            runs.append(_Run(span, script, 1, small))
    return runs


def _tokens(text: str) -> list[tuple[Span, str, str]]:
    """Each token's span, script and the word that stands for it: the last of those that hyphens join."""
    tokens: list[tuple[Span, str, str]] = []
    for found in WORD.finditer(text):
        word = found.group()
        script = script_of_word(word)
        if script == COMMON or word == "sic":  # (sic) is at home in any language
            continue
        span = Span(found.start(), found.end())
        if tokens and found.start() - tokens[-1][0].stop <= 4 and _HYPHENS.fullmatch(text, tokens[-1][0].stop, found.start()):
            span = Span(tokens[-1][0].start, found.end())
            if word.isupper() and not tokens[-1][2].isupper():
                script, word = tokens[-1][1:]
            tokens.pop()
        tokens.append((span, script, word))
    return tokens


def _small_words(word: str, script: str, shouted: bool) -> int:
    """1 for an ordinary word, 0 for a name, an abbreviation or a particle; as many as may be in it for an unspaced script."""
    if script not in _CASED:
        return min(PHRASE, len(word) * PHRASE // UNCASED)
    return int((shouted or word.islower()) and word.lower() not in _PARTICLES)


def _settled(text: str, runs: list[_Run]) -> list[_Run]:
    """Runs after merging: neighbours differ in script, and each is worth a piece of its own."""
    runs = _joined([run for run in runs if len(run.span)])
    if len(runs) < 2:
        return runs
    runs = _without_names(text, runs)
    phrases = [_is_phrase(text, runs, number) for number in range(len(runs))]
    quoted = [_is_enclosed(text, run) and phrase for run, phrase in zip(runs, phrases, strict=True)]
    main = _main_script(runs)
    kept = [
        phrases[number] or (run.small > 0 and (run.script == main or any(quoted[max(0, number - 1) : number + 2])))
        for number, run in enumerate(runs)
    ]
    spoken = {run.script for run, keep in zip(runs, kept, strict=True) if keep}
    kept[0] |= len(runs) > 1 and kept[1] and _is_head(text, runs)
    beside = [runs[number].script in spoken and any(quoted[max(0, number - 1) : number + 2]) for number in range(len(runs))]
    return _absorbed(text, runs, list(map(or_, kept, beside)))


def _joined(runs: list[_Run]) -> list[_Run]:
    """Neighbours of one script made one."""
    joined: list[_Run] = []
    for run in runs:
        if joined and joined[-1].script == run.script:
            joined[-1] = _merged(joined[-1], run)
        else:
            joined.append(run)
    return joined


def _merged(first: _Run, second: _Run) -> _Run:
    """Two runs as one of the first one's script."""
    same = first.script == second.script
    span = Span(first.span.start, second.span.stop)
    return _Run(span, first.script, first.words + second.words * same, first.small + second.small * same)


def _without_names(text: str, runs: list[_Run]) -> list[_Run]:
    """Names between two runs of the other script belong to these."""
    merged = [runs[0]]
    for number, run in enumerate(runs[1:], start=1):
        between = 0 < number < len(runs) - 1 and runs[number + 1].script == merged[-1].script
        if between and run.small == 0 and not _is_speech(text, run):
            last = merged[-1]
            merged[-1] = _Run(Span(last.span.start, run.span.stop), last.script, last.words, last.small)
        else:
            merged.append(run)
    return _joined(merged)


def _is_phrase(text: str, runs: list[_Run], number: int) -> bool:
    run = runs[number]
    if run.small >= PHRASE or (run.small == PHRASE - 1 and run.words > PHRASE):
        return True
    if run.small and _is_clause(text, runs, number) and (run.words > PHRASE or (run.words > 1 and all(r.small for r in runs))):
        return True
    enclosed = _is_enclosed(text, run)
    if enclosed and (run.small >= 2 or (run.small and run.words >= PHRASE) or _is_sentence(text, run) or _is_speech(text, run)):
        return True
    return _is_half(text, runs, number)


def _is_clause(text: str, runs: list[_Run], number: int) -> bool:
    """Whether a run has the text's beginning or end on one side, and a mark between clauses on the other."""
    if len(runs) != 2:
        return False
    between = text[runs[0].span.stop : runs[1].span.start]
    if any(mark in ";:.!?…" or unicodedata.category(mark) == "So" for mark in between):
        return True
    return "," in between and all(run.small > 1 for run in runs)


def _is_sentence(text: str, run: _Run) -> bool:
    """Whether a quotation ends like a sentence and has a word for no name: "No comment." but not «Новая газета»."""
    return text[run.span.stop : run.span.stop + 1] in tuple(".!?…") and _has_common_word(run.span.of(text), run.script)


def _is_speech(text: str, run: _Run) -> bool:
    """Whether a quotation has a comma behind it and a word for no name, and opens the text or follows a verb: `"Нет," said
    Petrov`, `said: «Нет», and left`.
    """
    before = text[max(0, run.span.start - _NEAR) : run.span.start]
    begins = _SAYING.search(before) is not None or _is_first(text, run)
    is_common = run.small > 0 or _has_common_word(run.span.of(text), run.script)
    return begins and _COMMA.match(text, run.span.stop) is not None and is_common


def _is_head(text: str, runs: list[_Run]) -> bool:
    """Whether the first run, with a small word of its own, is what a colon sets before the rest; or one word that Russian has,
    and as no name: `Цитата: "We will win"`, but not `Путин: ...`.
    """
    gap, first = text[runs[0].span.stop : runs[1].span.start].strip(), runs[0]
    if first.small or first.words > 1 or first.script != "Cyrl":
        return first.small > 0 and gap == ":"
    return gap.rstrip(_OPENING + _EITHER).rstrip() == ":" and is_no_name(first.span.of(text).lower())


def _is_half(text: str, runs: list[_Run], number: int) -> bool:
    """Whether a run is one side of `Title — Заголовок`: nothing but two runs, a dash, and a common word on either side."""
    if len(runs) != 2:
        return False
    spaced = _NUMBER.sub("", text[runs[0].span.stop : runs[1].span.start])
    gap = spaced.strip()
    return (
        gap != ""
        and spaced != gap
        and all(char in _DASHES for char in gap)
        and all(_has_common_word(run.span.of(text), run.script) for run in runs)
    )


def _has_common_word(text: str, script: str) -> bool:
    """Whether Russian or English has one of the words for no name."""
    if script not in ("Latn", "Cyrl"):
        return False
    tables = tables_of(script)
    words = (found.group().lower() for found in WORD.finditer(text[:200]))
    return any(len(word) > 2 and (word in tables.words or tables.is_usual(word)) for word in words)


def _is_enclosed(text: str, run: _Run) -> bool:
    """Whether quotation marks or brackets stand right around a run; or such as belong together, with figures, signs and blanks
    between.
    """
    before = text[run.span.start - 1 : run.span.start]
    after = text[run.span.stop : run.span.stop + 4].lstrip(".,!?…")[:1]
    if before != "" and after != "" and before in _OPENING + _EITHER and after in _CLOSING + _EITHER:
        return True
    if after in ("»", "”", '"') and _begins_open(text, run, after):
        return True
    if before in ("«", "„", "“", '"') and _ends_open(text, run):
        return True
    opening = _MARKS.findall(text, max(run.span.start - _NEAR, 0), run.span.start)[-1:]
    closing = _MARKS.findall(text, run.span.stop, run.span.stop + _NEAR)[:1]
    return bool(opening and closing) and closing[0] in _PAIRED.get(opening[0], "")


def _begins_open(text: str, run: _Run, mark: str) -> bool:
    """Whether a run that a quotation `mark` closes is the text's first: the quotation began in an earlier sentence."""
    return _is_first(text, run) and (mark != '"' or text.count(mark) % 2 == 1)


def _is_first(text: str, run: _Run) -> bool:
    """Whether nothing but marks stands before a run."""
    return run.span.start <= _NEAR and not any(map(str.isalnum, text[: run.span.start]))


def _ends_open(text: str, run: _Run) -> bool:
    """Whether a run that a quotation mark opens is the text's last, and nothing closes it: it goes on in the next sentence."""
    rest = text[run.span.stop : run.span.stop + _NEAR]
    if run.span.stop + _NEAR <= len(text) or any(char.isalnum() or char in _CLOSING + _EITHER for char in rest):
        return False
    return text[run.span.start - 1] != '"' or text.count('"') % 2 == 1


def _main_script(runs: list[_Run]) -> str:
    weights: dict[str, int] = {}
    for run in runs:
        weights[run.script] = weights.get(run.script, 0) + 3 * run.small + run.words
    return max(weights, key=lambda script: (weights[script], script))


def _absorbed(text: str, runs: list[_Run], kept: list[bool]) -> list[_Run]:
    """The runs worth keeping, each with its weaker neighbours."""
    result: list[_Run] = []
    waiting: _Run | None = None
    for run, keep in zip(runs, kept, strict=True):
        if not keep:
            if result and not (waiting or _opens(text, result[-1], run)):
                result[-1] = _merged(result[-1], run)
            else:
                waiting = _merged(waiting, run) if waiting else run
            continue
        if waiting:
            run, waiting = _Run(Span(waiting.span.start, run.span.stop), run.script, run.words, run.small), None
        result.append(run)
    if waiting:
        result = [*result[:-1], _merged(result[-1], waiting)] if result else [waiting]
    return _joined(result)


def _opens(text: str, before: _Run, after: _Run) -> bool:
    """Whether a quotation or a bracket opens between two runs."""
    gap = text[before.span.stop : after.span.start]
    return gap[-1:] in tuple(_OPENING + _EITHER) and gap[:1] not in tuple(_CLOSING)


def _cut(text: str, start: int, stop: int) -> int:
    """Where in the gap between two runs the second one's text begins."""
    dash = _DASH_AFTER_QUOTATION.fullmatch(text, start, stop)
    if dash:
        return dash.start(1)
    figures = _FIGURES.search(text, start, stop)
    if figures and any(char in _CLOSING + _EITHER + ",;:.!?/" for char in text[start : figures.start()]):
        return figures.start()
    at = stop
    while at > start and (text[at - 1] in _OPENING or text[at - 1] in _EITHER) and not _closes(text, at - 1, start):
        at -= 1
    if at == stop and start < stop and not any(map(str.isspace, text[start:stop])):
        return stop
    return at


def _closes(text: str, at: int, start: int) -> bool:
    """Whether the mark at `at` ends what stands before it rather than begins what follows."""
    before = text[at - 1 : at]
    return at == start or (text[at] in _EITHER and before != "" and before in ".,!?…" and at > start)
