"""Lines in capitals, spelled in small letters for a model: what stays an abbreviation and what is a word."""

import pytest

from polyglot_news.text.casing import Casing, is_shouted, recase

SENTENCES = [
    ("WHO IS BEHIND THE ATTACK?", "Who is behind the attack?"),
    ("WHO'S NEXT?", "Who's next?"),
    ("MAN WHO STOLE TANK IS JAILED", "Man who stole tank is jailed"),
    ("WHO WARNS OF NEW OUTBREAK", "WHO warns of new outbreak"),
    ("MINISTERS MEET THE WHO CHIEF", "Ministers meet the WHO chief"),
    ("LET US WORK, SAY DOCTORS", "Let us work, say doctors"),
    ("US TROOPS LEAVE", "US troops leave"),
    ("ФИЛЬМ ПРО ВОЙНУ СНЯЛИ ЗА ГОД", "Фильм про войну сняли за год"),
    ("США РАЗМЕСТЯТ СИСТЕМЫ ПРО В ЕВРОПЕ", "США разместят системы ПРО в европе"),
    ("РАКЕТНЫЙ УДАР ПО СИСТЕМЕ ПРО", "Ракетный удар по системе ПРО"),
]


@pytest.mark.parametrize(("text", "spelled"), SENTENCES)
def test_abbreviations_and_words_that_look_like_them(text: str, spelled: str) -> None:
    assert is_shouted(text)
    assert recase(text, Casing.SENTENCE) == spelled
