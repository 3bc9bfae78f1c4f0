"""Numbers in words that became others: «двенадцать человек» as "twenty people".

Only plain cardinals of three to ninety-nine count, and only where each side has one that the other tells in no way at all: not
in figures, as a part of a word ("a five-year plan"), as an hour of the afternoon (15:00) or in another word ("a dozen").
"""

import re

from polyglot_news.text.figures.numbers import count_numbers, told_in_words

_UNITS = {
    "три|трёх|трех|трём|трем|тремя|three": 3,
    "четыре|четырёх|четырех|четырём|четырем|four": 4,
    "пять|пяти|пятью|five": 5,
    "шесть|шести|шестью|six": 6,
    "семь|семи|семью|seven": 7,
    "восемь|восьми|eight": 8,
    "девять|девяти|девятью|nine": 9,
    "десять|десяти|десятью|ten": 10,
    "одиннадцать|одиннадцати|eleven": 11,
    "двенадцать|двенадцати|twelve": 12,
    "тринадцать|тринадцати|thirteen": 13,
    "четырнадцать|четырнадцати|fourteen": 14,
    "пятнадцать|пятнадцати|fifteen": 15,
    "шестнадцать|шестнадцати|sixteen": 16,
    "семнадцать|семнадцати|seventeen": 17,
    "восемнадцать|восемнадцати|eighteen": 18,
    "девятнадцать|девятнадцати|nineteen": 19,
}
_TENS = {
    "двадцать|двадцати|twenty": 20,
    "тридцать|тридцати|thirty": 30,
    "сорок|сорока|forty": 40,
    "пятьдесят|пятидесяти|fifty": 50,
    "шестьдесят|шестидесяти|sixty": 60,
    "семьдесят|семидесяти|seventy": 70,
    "восемьдесят|восьмидесяти|eighty": 80,
    "девяносто|девяноста|ninety": 90,
}
_VALUES = {word: value for words, value in {**_UNITS, **_TENS}.items() for word in words.split("|")}
_ONES = {**_VALUES, "один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "one": 1, "два": 2, "две": 2, "двух": 2, "two": 2}
_CARDINAL = re.compile(rf"\b(?P<word>{'|'.join(_VALUES)})(?:[ -](?P<ones>{'|'.join(_ONES)}))?\b", re.IGNORECASE)


def cardinals_agree(source: str, target: str) -> bool:
    """Whether no number in words of `source` stands as another one in `target`."""
    ours = _cardinals(source)
    if not ours or not (theirs := _cardinals(target)):
        return True
    return not (_untold(ours, target) and _untold(theirs, source))


def _untold(values: set[int], text: str) -> bool:
    told = told_in_words(text) | count_numbers(text).keys()
    return any(str(value) not in told and not (value < 12 and str(value + 12) in told) for value in values)


def _cardinals(text: str) -> set[int]:
    found = set[int]()
    for match in _CARDINAL.finditer(text):
        value, ones = _VALUES[match["word"].lower()], _ONES[match["ones"].lower()] if match["ones"] else 0
        found |= {value + ones} if value >= 20 and ones < 10 else {value, ones or value}
    return found - {1, 2}
