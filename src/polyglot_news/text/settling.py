"""An answer made to stand in its surroundings: what depends on these and not on the model's taste is made right.

Its first letter, a final stop that the source does not have or that was dropped, a closing quotation mark, the separators in
figures. None of it moves a character, so that the alignment still holds.
"""

import re
from dataclasses import replace

from polyglot_news.document import Hypothesis, Span
from polyglot_news.text.figures.respelling import respell_numbers
from polyglot_news.text.quotes import with_quotes_of

_ENDS = ".!?…:;"
_CLOSED = re.compile(r"[»”\"](?P<stop>[.,!?…;:]*)\s*\Z")
_BOTH_CLOSED = re.compile(r"[“”»][.!?…]?»[.!?…]?\s*\Z")
_DOUBLED_STOP = re.compile(r"(?<=\b[JS]r\.)\.\Z")
_LEFT_OPEN = re.compile(r"(?<![^\s(—–-])\"(?=\w)[^\"]*(?<!')\Z")
_SENTENCE_END = re.compile(r"(?:[^\W\d_]{4}\.|[^\W\d_](?P<mark>[!?…]))\Z")
_FIRST_WORD = re.compile(r"[^\w<]*([^\W\d_]+(?:['’-][^\W\d_]+)*)")  # a marker comes before it: then it is not the first
_OPENING = "«“„\"'‘([—–- \u00a0\n"
_CLOSING = "»”\"'’)]"
_COLON = re.compile(r"(?<![\w.,:])(\d{1,3}):(\d{1,3})(?![\w:]|[.,]\d)")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[A-ZА-ЯЁ])|")  # 4.1 The bloggers
_NEAR = 20  # characters in which something other than quotes and blanks is found, if there is anything
_SPEAKER = 3  # characters of the label of who speaks in an interview: «О.: Нет»
_INITIALS = re.compile(r"(?:^|\W)[^\W\d_](?:\.[^\W\d_]?)*\.?\Z")
# What is written with a small letter inside a sentence, whatever it was before: the first words of answers, mostly.
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """the a an this that these those he she it we they you his her its our their there here in on at by of to for from with
        and but or as if when while after before what which who where how why not no all some one
        в во на с со из у о об к ко по за от до для при без над под и а но или что как когда где кто это эти этот эта он она оно
        они мы вы я его её ее их наш ваш не ни все всё если чтобы потому после перед между через""",
    )
)


def settle(answer: Hypothesis, asked: str | None, stretch: Span, bare: str, language: str) -> Hypothesis:
    """The answer as it stands in its surroundings: `asked` was asked for this stretch of the bare text."""
    source = stretch.of(bare)
    text = _DOUBLED_STOP.sub("", _without_added_stop(answer.text.rstrip(), source))
    text = _first_letter(text, asked, stretch, answer, bare)
    text = _with_closing_quote(text, source, language)
    if stretch.stop == len(bare):
        text = _with_final_stop(text, source)
    text = respell_numbers(text, source, language)
    text = _with_colons(text, source) if ":" in source else text
    if text != source:
        text = with_quotes_of(language, text, source)
        text = _with_outer_quote(text, source, language) if stretch.stop == len(bare) else text
    return replace(answer, text=text)


def _with_colons(text: str, source: str) -> str:
    """The answer with the colon of a time of day, a score or a ratio that a model wrote as two numbers: `22 47` for `22:47`."""
    for found in _COLON.finditer(source):
        if found[0] not in text:
            text = re.sub(rf"(?<![\w.,:]){found[1]}[ .]{found[2]}(?![\w:]|[.,]\d)", found[0], text, count=1)
    return text


def _without_added_stop(text: str, source: str) -> str:
    """A model likes to add a full stop to what has none, or has a colon; one behind initials or three dots is no such stop."""
    ends = source.rstrip(_CLOSING)[-1:]
    if text.endswith(".") and not text.endswith("..") and source.endswith((":", ";")):
        return text[:-1] + source[-1]
    if not text.endswith(".") or text.endswith("..") or (ends and ends in _ENDS):
        return text
    return text if _INITIALS.search(text) else text[:-1]


def _with_final_stop(text: str, source: str) -> str:
    """The answer with the final mark of a sentence that a model dropped; behind a short word it may be an abbreviation's."""
    found = _SENTENCE_END.search(source, max(len(source) - 5, 0))
    sentence = found is not None and len(source.split(maxsplit=1)) > 1 and text[-1:].isalnum()
    return text + (found["mark"] or ".") if found and sentence else text


def _with_closing_quote(text: str, source: str, language: str) -> str:
    """The answer with the closing quotation mark of a quotation that began in an earlier sentence, where the model dropped it.

    English has it behind the stop, Russian before it.
    """
    closed = _CLOSED.search(source)
    lone = closed and source.count("»") + source.count("”") > source.count("«") + source.count("“") + source.count("„")
    if not lone or re.search(r"[»”\"“’]", text):
        return text
    return _closed_in_english(text) if language == "en" else _closed_in_russian(text)


def _with_outer_quote(text: str, source: str, language: str) -> str:
    """The answer with the mark that closes a quotation which it opens itself, where the source ends with that mark.

    So is one around another that ends with it: `"He said: 'Mum.'` + `"`.
    """
    if language != "en":
        left_open = _CLOSED.search(source) and text.count("«") == text.count("»") + 1 and not text.endswith("»")
        return _closed_in_russian(text) if left_open else text
    if _BOTH_CLOSED.search(source) and text.count('"') == 1 and text.startswith('"') and text.endswith("'"):
        return f'{text}"'
    unclosed = _CLOSED.search(source) and text.count('"') % 2 and _LEFT_OPEN.search(text)
    return _closed_in_english(text) if unclosed else text


def _closed_in_english(text: str) -> str:
    stop = text[-1:] if text[-1:] in (";", ":") else ""
    return f'{text.removesuffix(stop)}"{stop}'


def _closed_in_russian(text: str) -> str:
    stop = text[-1:] if text[-1:] in (".", ",", ";", ":") else ""
    return f"{text.removesuffix(stop)}»{stop}"


def _first_letter(text: str, asked: str | None, stretch: Span, answer: Hypothesis, bare: str) -> str:
    """The answer with the source's large or small first letter.

    A small one becomes large where the sentence begins; a large one small where the stretch goes on with a sentence, unless it
    begins a name, which the words aligned with it tell, or its not being one of the words that never are one.
    """
    source = stretch.of(bare)
    section = _SECTION.match(source)
    number = section[0] if section and text.startswith(section[0]) else ""
    ours, theirs = _FIRST_WORD.match(source, len(number)), _FIRST_WORD.match(text, len(number))
    if not ours or not theirs:
        return text
    at, word = theirs.start(1), theirs[1]
    if ours[1][0].islower() and not ours[1].islower() and word.casefold() == ours[1].casefold():
        return text[:at] + ours[1] + text[theirs.end(1) :]  # xG, iPhone
    if ours[1][0].isupper() and word.islower() and _begins_sentence(bare, stretch.start):
        upper = word[0].upper()
        return text[:at] + upper + text[at + 1 :] if len(upper) == 1 else text
    if ours[1].islower() and word.istitle() and _is_common(word, Span(*theirs.span(1)), asked, answer):
        return text[:at] + word[0].lower() + text[at + 1 :]
    return text


def _begins_sentence(bare: str, at: int) -> bool:
    before = bare[max(at - _NEAR, 0) : at].rstrip(_OPENING)[-1:]
    if before == ":" and len(bare[:at].strip(_OPENING)) <= _SPEAKER:
        return True
    return not before or before in ".!?…" or not (before.isalnum() or before in ",;:)»”")


def _is_common(word: str, where: Span, asked: str | None, answer: Hypothesis) -> bool:
    """Whether a word with a large letter is no name: it never is one, or all that it renders begins with small letters.

    English has large letters where Russian has small ones (Monday, Russian): there only the first counts.
    """
    if word.lower() in _SMALL_WORDS:
        return word != "I"
    if asked is None or not "а" <= word[0].lower() <= "ё":
        return False
    if not any(other[:1].isupper() and other != "I" for other in re.findall(r"[^\W\d_]+", asked)):
        return True
    rendered = [_word_at(asked, link.source.start) for link in answer.alignment if where.covers(link.target)]
    return bool(rendered) and all(other.islower() for other in rendered)


def _word_at(text: str, at: int) -> str:
    start = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    stop = at
    while stop < len(text) and text[stop].isalnum():
        stop += 1
    return text[start:stop]
