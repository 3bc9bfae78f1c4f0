"""Where a Russian text cites a law: «по п. «б» ч. 2 ст. 105 УК РФ», written out in words that a model reads.

Of «ч. 2 ст. 105» the bundled model made "what. 2 st. 105": nothing that a reader could find in the code.
"""

import re
from collections.abc import Iterator

from polyglot_news.document import Span

_NUMBER = r"\d{1,4}(?:\.\d{1,2})*(?:[-–]\d{1,3})?(?!\d)"
_LETTER = r"[«\"„][а-яё][»\"“]"
_LISTED = rf"(?:{_NUMBER}|{_LETTER})(?:(?:, ?| и )(?:{_NUMBER}|{_LETTER}))*"
_PART = rf"(?:п\. ?п|пп|подп|п|ч|ст|абз)\. ?{_LISTED}"
_OF_LAW = r"(?= (?:[А-ЯЁ]?[а-я]?[А-ЯЁ]{1,3}К\b|КоАП|[Кк]онституци|[Зз]акона|ФЗ|[Кк]одекса|[Пп]равил|[Дд]оговора))"
_CITATION = re.compile(
    r"(?:(?<!\w)(?P<before>[А-Яа-яё]+) )?(?<!\w)(?<!\d[ \u00a0])"
    rf"(?P<parts>{_PART}(?:,? {_PART})+|(?:п|ст)\. ?{_NUMBER}{_OF_LAW}|п\. ?\d{{1,2}}(?:\.\d{{1,2}})+(?![\d,]))"
)
_SHORT = re.compile(r"(?:^|(?<= ))(?:п\. ?п|пп|подп|п|ч|ст|абз)\.(?= ?[\d«\"„])")
_GOES_ON = re.compile(r" [А-ЯЁ][А-Яа-яё]{1,4}(?: РФ)?(?:,| и| или| [—–-]) ")  # УК РФ, ч. 1 ...
_FORMS = {  # nominative, genitive, dative, accusative, instrumental, locative
    "п": "пункт пункта пункту пункт пунктом пункте",
    "пп": "пункты пунктов пунктам пункты пунктами пунктах",
    "подп": "подпункт подпункта подпункту подпункт подпунктом подпункте",
    "ч": "часть части части часть частью части",
    "ст": "статья статьи статье статью статьёй статье",
    "абз": "абзац абзаца абзацу абзац абзацем абзаце",
}
_CASES = {
    word: case
    for case, words in (
        (1, "из от до без для против вне"),
        (2, "по к ко согласно"),
        (3, "на через про под"),
        (4, "с со за перед"),
        (5, "в во о об при"),
    )
    for word in words.split()
}
_OWNER = re.compile(r"(?:ени|ани|стви|овани)[еяию]м?|(?:санкци|редакци)\w{1,2}|состав\w?|признак\w*|смысл\w?|рамках|силу")
_PROVIDED = re.compile(r"предусмотренн\w+|установленн\w+")


def write_out_citations(text: str) -> Iterator[tuple[Span, str]]:
    """What to write in the place of the short forms in citations of a Russian text, in order: «по части 2 статьи 105»."""
    end, case = 0, 0
    for found in _CITATION.finditer(text) if "ст." in text or "п." in text else ():
        at = found.start("parts")
        goes_on = end and _GOES_ON.fullmatch(text, end, at)
        case = case if goes_on else _case_behind((found["before"] or "").lower())
        end = found.end("parts")
        for number, short in enumerate(_SHORT.finditer(found["parts"])):
            forms = _FORMS[re.sub(r"[ .]", "", short[0])].split()
            space = "" if text[at + short.end()] == " " else " "
            yield Span(*short.span()).shift(at), forms[1 if number else case] + space


def _case_behind(word: str) -> int:
    """The case that a citation has behind a word."""
    if _PROVIDED.fullmatch(word):
        return 4
    return _CASES.get(word, int(_OWNER.search(word) is not None))
