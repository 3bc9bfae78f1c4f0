"""Figures of an answer in the separators of its language."""

import re

from polyglot_news.document import Span
from polyglot_news.text.figures.counts import ordinal_ending
from polyglot_news.text.figures.numbers import find_numbers, spell_number, spell_number_in, torn
from polyglot_news.text.protection import find_protected

_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)(?!\w)")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+")

_COLONS = re.compile(r"(?<![\d.,:])(\d{1,3}:\d{1,2})(?![\d:]|[.,]\d)(?:( ?[-–—] ?)(\d{1,2}:\d\d)(?![\d:]|[.,]\d))?")
_HALF_RESPELLED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+\.\d+")  # 1 234.5 of 1 234,5
_POINT = re.compile(r"\d+\.\d+\Z")
_OF_FRACTION = re.compile(  # in Russian
    r"[ \u00a0]?(?:[%‰€$£₽]|(?:тыс|млн|млрд|трлн|миллион|миллиард|доллар|евро\b|фунт|рубл|процент|пункта|балла|раза\b|градуса"
    r"|(?:кило)?метра|килограмма|тонны|литра|секунды|минуты|часа\b|года\b|км\b|кг\b))"
)
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}\Z")


def respell_numbers(text: str, source: str, language: str) -> str:
    """Figures that the model copied with the source's separators get the target language's, but in what is protected.

    A decimal comma of the model's own becomes the point that an English figure of the source has (48.7K).
    Commas between groups of three that the model made points, taking them for decimal commas, are put back.

    A text that is a copy as a whole stays one.
    """
    if text == source:
        return text
    copied = {span.of(source): spell_number_in(source, span, language) for span in find_numbers(source)}
    for span in find_numbers(source):
        decimal = (value := span.of(source)).replace(",", ".")
        if language == "en" and _HALF_RESPELLED.fullmatch(decimal):
            text = text.replace(decimal, copied[value])
        if decimal.count(".") == 1 and decimal not in text and decimal.replace(".", ",") not in text:
            text = torn(decimal).sub(copied[value], text)
    text = _with_colons(text, source)
    groups = (number for number, spelled in copied.items() if number == spelled and _COMMA_GROUPS.fullmatch(number))
    grouped = {number.replace(",", "."): number for number in groups}
    kept = [item.span for item in find_protected(text)]
    for span in find_numbers(text):
        number = span.of(text)
        if span.meets(kept):
            continue
        if language == "en" and number in grouped:
            number = grouped[number]
        elif number in copied and copied[number] != number:
            number = copied[number]
        elif language == "en" and number.replace(",", ".") in copied and _DECIMAL_COMMA.match(number):
            number = number.replace(",", ".")
        elif language == "ru" and _POINT.match(number) and _OF_FRACTION.match(text, span.stop):
            number = number.replace(".", ",")
        elif number.count(",") > 1:
            number = spell_number(number, language)
        text = text[: span.start] + number + text[span.stop :]
    if language != "en":
        return text
    return _ORDINAL.sub(lambda match: match[0] if Span(*match.span()).meets(kept) else _with_ending(match), text)


def _with_colons(text: str, source: str) -> str:
    """Scores and times of the source whose colon a model made a point («0:1» as 0.1), or whose dash a colon (13:00:14:00)."""
    for first, dash, second in _COLONS.findall(source) if ":" in source else ():
        if dash and f"{first}:{second}" in text:
            text = text.replace(f"{first}:{second}", f"{first}–{second}")
        for value in filter(None, (first, second)):
            point = value.replace(":", ".")
            if value not in text and point not in source:
                text = re.sub(rf"(?<![\d.,:]){re.escape(point)}(?![\d:%]|[.,]\d)", value, text)
    return text


def _with_ending(match: re.Match[str]) -> str:
    """`22th` as `22nd`."""
    return match[1] + ordinal_ending(int(match[1]))
