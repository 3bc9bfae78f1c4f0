"""Whether Russian has a word: the 5 million word forms of OpenCorpora, as `pymorphy3-dicts-ru` ships them.

Only the automaton of word forms is read (7 MB, 0.04 s with its import, at the first question), not the whole morphological
analyser with its paradigms and predictors (0.1 s, 30 MB). A question costs about 0.01 ms, and answers are kept.

The lexicon knows names, short forms and rare words, and forms without the dots of ё; it does not know what is younger than
itself. A compound whose first part is one of `FIRST_PARTS` is known if its rest is.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

FIRST_PARTS = (
    *("авиа", "авто", "анти", "архи", "аэро", "био", "вело", "видео", "вице", "внутри", "военно", "гео", "гидро"),
    *("гипер", "гос", "двух", "евро", "зам", "кибер", "кино", "контр", "крипто", "лже", "макро", "мега", "мед", "медиа", "меж", "микро"),
    *("много", "мульти", "нано", "нарко", "нейро", "онлайн", "онко", "пост", "псевдо"),
    *("нац", "дип", "соц", "радио", "само", "сверх", "спец", "супер", "теле", "термо", "транс", "трех", "трёх", "ультра", "фото", "экзо", "экс"),
    *("эко", "электро", "энерго", "этно"),
)
"""What Russian writes before other words to make new ones."""
SHORTEST_REST = 5
YOUNG = frozenset(
    """
блокчейн блокчейна блокчейне биткоин биткоина биткоины биткоинов биткойн биткойны бенчмарк демо иноагент иноагента иноагентом
иноагентов иноагенты иноагентах инстаграм инстаграме инстаграма майнер майнеры майнеров майнинг майнинга майнингом смарт
телеграм телеграма телеграме телеграмом токен токены токенов уикенд уикенда фейсбук фейсбука фейсбуке чихуахуа ютуб ютуба ютубе
ютубом экстрадирован экстрадировали премиум промо бьюти северо юго медико физико греко санкт нибудь плей прайм реалити мачо
""".split()
)
"""Words that came up after the lexicon was made, and words that only stand before a hyphen."""


@lru_cache(maxsize=1 << 15)
def is_russian(word: str) -> bool:
    """Whether `word`, in small letters, is a form of a Russian word; ё may be written е."""
    return _is_form(word) or word in YOUNG or any(_is_form(rest) for rest in _rests(word))


def _rests(word: str) -> list[str]:
    return [word[len(part) :] for part in FIRST_PARTS if word.startswith(part) and len(word) - len(part) >= SHORTEST_REST]


def _is_form(word: str) -> bool:
    forms, yo = _forms()
    return word in forms or ("е" in word and bool(forms.similar_keys(word, yo)))


@lru_cache(maxsize=1)
def _forms() -> tuple[Any, Any]:
    """The automaton of word forms, and the letters that may stand for others."""
    import pymorphy3_dicts_ru
    from pymorphy3.dawg import WordsDawg

    forms = WordsDawg()
    forms.load(str(Path(pymorphy3_dicts_ru.get_path()) / "words.dawg"))
    return forms, forms.compile_replaces({"е": "ё"})
