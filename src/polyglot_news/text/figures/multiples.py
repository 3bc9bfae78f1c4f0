"""Multiples, fractions and counted people in one word («втрое», "halved", «пятеро», «полтора миллиона»), and shares in words
("three in ten"): models drop them, and what is left reads well.

Such a word is lost where the other side tells its number in no way at all: not in figures, not in words, not as a percentage.
"""

import re
from collections.abc import Iterator

from polyglot_news.text.figures.numbers import count_numbers, told_in_words

_WORDS = {
    "1.5": r"полтор\w+|полуторакратн\w+",
    "2": r"вдвое|удво(?:и|ен)\w+|двукратн\w+|двое|двоих|двоим|two-?fold|doubl(?:ed|ing)|halv(?:ed|ing)",
    "3": r"втрое|утро(?:и|ен)\w+|тр[её]хкратн\w+|трое|троих|троим|треть|three-?fold|tripl(?:ed|ing)|trebl(?:ed|ing)|a third of"
    r"|by a third|two[- ]thirds",
    "4": r"вчетверо|учетвер\w+|четверо|четверых|четверым|на четверть|четверть (?:всех|насел|жител|россиян|опрошенн|респондент)"
    r"|four-?fold|quadrupl(?:ed|ing)|by a quarter|three[- ]quarters",
    "5": r"впятеро|пятеро|пятерых|пятерым|five-?fold",
    "6": r"вшестеро|шестеро|шестерых|six-?fold",
    "7": r"семеро|семерых|seven-?fold",
    "8": r"восьмеро|восьмерых|eight-?fold",
    "9": r"девятеро|девятерых|nine-?fold",
    "10": r"десятеро|десятерых|десятикратн\w+|ten-?fold",
    "12": r"дюжин[аыу]|(?<!half )(?<!half a )a dozen(?! or)",
}
_VALUES = list(_WORDS)
_SAID = re.compile("|".join(rf"\b(?P<n{n}>{words})\b" for n, words in enumerate(_WORDS.values())), re.IGNORECASE)
_STEMS = frozenset(  # one of them begins a word of each
    """полт полу вдво удво двук двое двои twof two doub halv втро утро трёх трех трое трои трет thre trip treb thir вчет учет
    четв four quad quar впят пяте five вшес шест six семе seve вось eigh девя nine деся ten tenf дюжи doze""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_OTHERWISE = {  # what tells the same beside the number words of `numbers`
    "1.5": re.compile(r"half|полтор|полутор|полов|\b1[.,]?5|\b50\b", re.IGNORECASE),
    "2": re.compile(r"вдво|удво|двукратн|двойн|попол|обе?их|halv|doubl|twin|duo|\b(?:50|100|200)\b", re.IGNORECASE),
    "3": re.compile(r"втро|утро[ие]|тройк|тройн|тро[ея]|tripl|trebl|trio|\b(?:33|66|67|200|300)\b", re.IGNORECASE),
    "4": re.compile(r"вчетверо|учетвер|\b(?:25|75|300|400)\b", re.IGNORECASE),
    "5": re.compile(r"впятер|\b(?:400|500)\b"),
    "6": re.compile("вшестер"),
    "10": re.compile(r"десятк|десятер"),
}
_SHARE = re.compile(
    r"\b(?P<part>[^\W\d_]{2,12}) (?:из|(?:out )?of(?: the)?|in(?: every)?) (?P<whole>[^\W\d_]{3,14})\b", re.IGNORECASE
)
_NUMERALS = frozenset(
    """два две двух три трёх трех четыре четырёх четырех пять пяти шесть шести семь семи восемь восьми девять девяти десять
    десяти двадцать двадцати сорок сорока сто ста two three four five six seven eight nine ten twenty forty hundred""".split()
)


def multiples_agree(source: str, target: str) -> bool:
    """Whether each such word of `source` has its number told in `target`."""
    wanted = set(_wanted(source))
    if not wanted:
        return True
    told = told_in_words(target) | count_numbers(target).keys()
    return all(value in told or _told_otherwise(value, target) for value in wanted)


def _wanted(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    if any(word[:4] in _STEMS for word in words):
        yield from (_VALUES[int(str(match.lastgroup)[1:])] for match in _SAID.finditer(text))
    if not _NUMERALS.isdisjoint(words):
        for match in _SHARE.finditer(text.lower()):
            part, whole = match.groups()
            if whole in _NUMERALS and (part in _NUMERALS or part in ("один", "one")):
                yield from (max(told_in_words(word), key=int) for word in (part, whole) if word in _NUMERALS)


def _told_otherwise(value: str, text: str) -> bool:
    way = _OTHERWISE.get(value)
    return way is not None and way.search(text) is not None
