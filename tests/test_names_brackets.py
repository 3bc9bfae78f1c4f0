"""What stands in brackets behind a name: its spelling, or what it belongs to, or who says so."""

import pytest

from polyglot_news.document import Evidence
from polyglot_news.names.entries import NamedText
from polyglot_news.names.ledger import build_ledger

from .names_table import found_in


def spelled(text: str) -> dict[str, str]:
    return {name.lemma: name.english for name in found_in(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Об этом заявил Владимир Путин (RIA Novosti). Путин уехал из Москвы (Bloomberg). В Москве снег.",
            {"Владимир Путин": "Vladimir Putin", "Москва": "Moscow"},
        ),
        (
            "Выступил Илон Маск (Tesla), за ним — Тим Кук (Apple). Кук рассказал о планах.",
            {"Илон Маск": "Elon Musk", "Тим Кук": "Tim Cook"},
        ),
        ("Сергей Лавров (Interfax) ушёл.", {"Сергей Лавров": "Sergey Lavrov"}),
        ("Премьер Виктор Орбан (Fidesz) ушёл.", {"Виктор Орбан": "Viktor Orban"}),
        ("Выиграл Макс Ферстаппен (Red Bull).", {"Макс Ферстаппен": "Max Verstappen"}),
        ("Победила Арина Соболенко (Belarus).", {"Арина Соболенко": "Aryna Sabalenka"}),
        ("Ангела Меркель (CDU) ушла.", {"Ангела Меркель": "Angela Merkel"}),
        ("В Берлине (AFP) прошла акция.", {"Берлин": "Berlin"}),
        ("Взрыв в портах Дальнего Востока (Reuters).", {"Дальний Восток": "Far East"}),
        ("Приехал Пётр Кротов (Red Bull). Кротов выиграл.", {"Пётр Кротов": "Pyotr Krotov"}),
        ("Компания «Ромашка» (Reuters) закрылась.", {"Ромашка": "Romashka"}),
        ("Выступил Владимир Путин (President Putin).", {"Владимир Путин": "Vladimir Putin"}),
    ],
)
def test_whom_a_name_belongs_to_is_no_spelling(text: str, expected: dict[str, str]) -> None:
    assert spelled(text) == expected


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("Премьер Шмыгаль (Denys Shmyhal) приехал.", "Шмыгаль", "Shmyhal"),
        ("Актриса Чун Ха-ын (Chung Ha-eun) приехала.", "Чун Ха-ын", "Chung Ha-eun"),
        ("Лидер Си Цзиньпин (Xi Jinping) уехал.", "Си Цзиньпин", "Xi Jinping"),
        ("Президент Юн Сок Ёль (Yoon Suk Yeol) ушёл.", "Юн Сок Ёль", "Yoon Suk Yeol"),
        ("Юрист Уитфилд (Whitfield) молчит.", "Уитфилд", "Whitfield"),
        ("Актёр Иван Хьюз (Hughes) ушёл.", "Иван Хьюз", "Ivan Hughes"),
        ("Приехал Джон Кэйн (John Kane).", "Джон Кэйн", "John Kane"),
        ("Приехала Мария Ли (Maria Lee).", "Мария Ли", "Maria Lee"),
        ("Приехал Жак Рено (Jacques Renault).", "Жак Рено", "Jacques Renault"),
        ("В Вустере (Worcester) снег.", "Вустер", "Worcester"),
        ("По данным МВФ (IMF), рост есть.", "МВФ", "IMF"),
        ("Фонд «Красный молот» (Red Hammer) открылся.", "Красный молот", "Red Hammer"),
    ],
)
def test_what_sounds_so_is_its_spelling(text: str, russian: str, english: str) -> None:
    assert spelled(text)[russian] == english


def test_a_spelling_in_brackets_beats_the_usual_one_only_where_it_sounds_so() -> None:
    for written, english, evidence in (
        ("Elon Musc", "Elon Musc", Evidence.ATTESTED),
        ("SpaceX Team", "Elon Musk", Evidence.ESTABLISHED),
    ):
        (one,) = build_ledger([NamedText("b1.s1", "ru", f"Приехал Илон Маск ({written}).")]).entries
        assert (one.english, one.evidence) == (english, evidence)
