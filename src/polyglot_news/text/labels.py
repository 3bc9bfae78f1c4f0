"""Labels that stand alone, in heads and first columns of tables: months, days, a closed list of words.

Small models guess at a word without its sentence («Март», "Term"), and here nothing is to be guessed. Either way the first pair
with a word counts.
"""

import functools
import re

from polyglot_news.document import Span

_MONTHS = (
    "Январь January|Февраль February|Март March|Апрель April|Май May|Июнь June|Июль July|Август August|Сентябрь September"
    "|Октябрь October|Ноябрь November|Декабрь December"
)
MONTHS = tuple((russian, english) for russian, english in map(str.split, _MONTHS.split("|")))
"""In Russian and English."""
_CALENDAR = (
    f"{_MONTHS}|Понедельник Monday|Вторник Tuesday|Среда Wednesday|Четверг Thursday|Пятница Friday|Суббота Saturday"
    "|Воскресенье Sunday"
)
_HEADS = (
    "Имя Name|Фамилия Surname|Дата Date|Время Time|Срок Term|День Day|Неделя Week|Месяц Month|Квартал Quarter"
    "|Год Year|Итого Total|Всего Total|Страна Country|Город City|Регион Region|Область Region|Район District"
    "|Адрес Address|Место Place|Источник Source|Автор Author|Номер Number|Количество Quantity|Сумма Amount|Цена Price"
    "|Стоимость Cost|Доля Share|Возраст Age|Должность Position|Партия Party|Команда Team|Очки Points|Голы Goals"
    "|Результат Result|Счёт Score|Счет Score|Статус Status|Показатель Indicator|Экспорт Exports|Импорт Imports"
    "|Доходы Revenue|Расходы Spending|Население Population|Компания Company|Погибли Killed|Ранены Wounded"
    "|Примечание Note|Фото Photo|Видео Video|Ссылка Link|Да Yes|Нет No"
)
_CONTACTS = {
    "en": {
        "тел.": "Tel.", "тел": "Tel.", "телефон": "Phone", "телефоны": "Phones", "моб.": "Mobile", "факс": "Fax",
        "почта": "Email", "эл. почта": "Email", "электронная почта": "Email", "e-mail": "Email", "сайт": "Website",
        "телеграм": "Telegram", "канал": "Channel",
    },
    "ru": {
        "tel": "Тел.", "tel.": "Тел.", "phone": "Телефон", "telephone": "Телефон", "mobile": "Мобильный", "fax": "Факс",
        "email": "Электронная почта", "e-mail": "Электронная почта", "website": "Сайт", "web": "Сайт", "channel": "Канал",
    },
}  # fmt: skip
_PAIRS = [tuple(pair.split()) for pair in f"{_CALENDAR}|{_HEADS}".split("|")]
_LABELS = {
    "en": {ru.lower(): en for ru, en in reversed(_PAIRS)},
    "ru": {en.lower(): ru for ru, en in reversed(_PAIRS)},
}
_CAPITALS = frozenset(pair.split()[1] for pair in _CALENDAR.split("|"))  # "March" is never small


_QUESTIONS = {
    "en": {"В": "Q:", "О": "A:", "В.": "Q:", "О.": "A:", "Вопрос": "Question:", "Ответ": "Answer:"},
    "ru": {"Q": "Вопрос:", "A": "Ответ:", "Question": "Вопрос:", "Answer": "Ответ:"},
}
_SAID = re.compile(r"[*_«\"“]{0,3}(?P<label>(?P<who>[QA]|Question|Answer|[ВО]\.?|Вопрос|Ответ):)(?=[*_]{0,3}\s)")
_ASKED = re.compile(r"^[*_>\s]{0,6}(?:Q|Question|В\.?|Вопрос):[*_]{0,3}\s", re.MULTILINE)


def find_speaker(text: str, language: str, document: str) -> tuple[Span, str] | None:
    """The Q: or A: (В.: or О.:) that a text of an interview begins with, in `language`; a `document` without a question has
    none: its A: may be the first of several answers.
    """
    said = _SAID.match(text)
    told = _QUESTIONS[language].get(said["who"]) if said else None
    return (Span(*said.span("label")), told) if said and told and _asks(document) else None


@functools.lru_cache(maxsize=1)
def _asks(document: str) -> bool:
    return _ASKED.search(document) is not None


def translate_contact(text: str, language: str) -> str | None:
    """What stands before a telephone number or an address, such as «Тел.» and "E-mail"; None for what is no known label."""
    known = _CONTACTS[language].get(text.lower()) or translate_label(text, language)
    return known.lower() if known and text.islower() else known


def translate_label(text: str, language: str) -> str | None:
    """A label in `language`, its first letter as large as it was, a colon behind it kept; None for what is no known label."""
    word = text.removesuffix(":")
    known = _LABELS[language].get(word.lower())
    if known is None or word not in (word.lower(), word.capitalize()):
        return None
    return (known if word[0].isupper() or known in _CAPITALS else known.lower()) + text[len(word) :]
