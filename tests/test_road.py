"""What the whole road does to awkward lines, with the bundled model: each case is something that went wrong once."""

import pytest

from polyglot_news import Options, Pipeline
from polyglot_news.document import Span, splice
from polyglot_news.text.labels import translate_label
from polyglot_news.text.mixed import spell_mixed_words
from polyglot_news.text.spacing import find_lost_blanks


def _units(pipeline: Pipeline, text: str, name: str = "text") -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(u.source_lang, u.target, u.flags) for u in pipeline.translate_text(text, format=name).units]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Погибли 2,000 человек, штраф составил 1,500 рублей.", ["2,000", "1,500"]),
        ("© 2024 РИА Новости.", ["©", "2024"]),
        ('Газзаев поздравил коллегу: "Молодец, Серёжа!"', ['!"']),
        ("КУБОК НАШ 🏆🏆🏆 #ЗенитЧемпион", ["CUP 🏆🏆🏆 #ЗенитЧемпион"]),
        ("eBay и iPhone подорожали.", ["eBay", "iPhone"]),
        ("(с) 2024 РИА Новости.", ["(c)", "2024"]),
        ("«Это как финал на пенальти» (с) наш редактор.", ["(c)"]),
        ("(С) При перепечатке ссылка обязательна.", ["(c)"]),
        ("конец строки</s> и дальше a && b", ["</s>", "a && b"]),
        ("5 * 6 это тридцать.", ["5 * 6"]),
        ("За 12 крупнейших каналов доля составила 52,1 %.[^acc]", ["12", "52.1", "[^acc]"]),
        ("— Да, сказал министр.", ["— "]),
        ("Об этом пишет @obzor_rynkov: t.me/kanal_7, #Курск 🔻", ["@obzor_rynkov", "t.me/kanal_7", "#Курск", "🔻"]),
        ("Документ содержит <x3> и >>rus<< в тексте.", ["<x3>", ">>rus<<"]),
    ],
)
def test_what_must_survive_survives(pipeline: Pipeline, source: str, kept: list[str]) -> None:
    ((language, target, flags),) = _units(pipeline, source)
    assert language == "ru"
    assert target is not None
    assert [what for what in kept if what not in target] == []
    assert "protected_lost" not in flags


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Жёлтые карточки: Вендел (12'), Алип (55') — Spartak's captain misses the Super Cup", "Жёлтые карточки: Вендел"),
        ("iPhone sales fell, and eBay closed.", "iPhone"),
        ("xG: 1.84 and 0.97", "xG"),
        ("The visit of Charles III to Moscow.", "Карла III"),
        ("The list of so-called мобики was longer than expected.", "мобики"),
    ],
)
def test_what_stays_as_it_is_in_an_english_sentence(pipeline: Pipeline, source: str, kept: str) -> None:
    assert kept in " ".join(target or "" for _, target, _ in _units(pipeline, source))


@pytest.mark.parametrize(
    "source",
    [
        "По данным Financial Times, Bloomberg и Wall Street Journal.",
        "Министр США Antony Blinken.",
        "Новый iPhone 16 Pro Max.",
        "Сериал Game of Thrones закрыли.",
        "Редактор: Мария Ольшевская, e-mail: red@sudnews.example",
    ],
)
def test_latin_names_do_not_make_a_russian_sentence_english(pipeline: Pipeline, source: str) -> None:
    assert [language for language, *_ in _units(pipeline, source)] == ["ru"]


@pytest.mark.parametrize("source", ["Юрий Чайка-младший.", "Пришёл Юрий Чайка-младший."])
def test_a_stop_is_not_doubled_behind_jr(pipeline: Pipeline, source: str) -> None:
    ((_, target, _),) = _units(pipeline, source)
    assert "Jr." in (target or "")
    assert not (target or "").endswith("..")


def test_headlines_in_capitals_are_read(pipeline: Pipeline) -> None:
    ((_, target, _),) = _units(pipeline, "ПОЖАР В ЦЕНТРЕ МОСКВЫ")
    assert target is not None
    assert target == target.upper()
    assert "FIRE" in target
    assert "MOSCOW" in target


@pytest.mark.parametrize(
    ("source", "kept", "read"),
    [
        ("ПОЖАР В ЦЕНТРЕ МОСКВЫ >>> https://t.me/News_24/5512", ["https://t.me/News_24/5512"], ["FIRE", "MOSCOW"]),
        ("ПОЖАР В ЦЕНТРЕ МОСКВЫ #пожар", ["#пожар"], ["FIRE", "MOSCOW"]),
        ("VIDEO: FIRE IN MOSCOW CENTRE @Msk_Fire", ["@Msk_Fire"], ["ПОЖАР", "МОСКВ"]),
    ],
)
def test_addresses_do_not_keep_a_headline_from_being_read(
    pipeline: Pipeline, source: str, kept: list[str], read: list[str]
) -> None:
    ((_, target, _),) = _units(pipeline, source)
    assert [what for what in [*kept, *read] if what not in (target or "")] == []


def test_no_broken_characters_are_written(pipeline: Pipeline) -> None:
    for _, target, _ in _units(
        pipeline, "He met Erdoğan and Wałęsa in Łódź.\n\nПрави\u00adтель\u00adство утвердило бюд\u00adжет."
    ):
        assert target is not None
        assert "\ufffd" not in target
        assert "\u00ad" not in target


def test_links_by_reference_keep_their_label(pipeline: Pipeline) -> None:
    text = "См. [Правила] и [Устав][].\n\n[Правила]: http://a.b\n[Устав]: http://c.d\n"
    ((_, target, flags),) = _units(pipeline, text, "markdown")
    assert target is not None
    assert "][Правила]" in target
    assert "][Устав]" in target
    assert "markup_differs" not in flags


def test_what_is_left_in_the_other_language_is_told() -> None:
    english = Pipeline(Options(to="en"))
    ((_, target, flags),) = _units(
        english, 'Она ушла: "I am tired of it all" and left the room without a word без объяснений.'
    )[-1:]
    assert target is not None
    assert "untranslated" in flags or "объяснений" not in target


def test_one_neighbour_does_not_overrule_the_letters(pipeline: Pipeline) -> None:
    languages = [language for language, *_ in _units(pipeline, "Слава Україні!\n\nМосква - столица\n\nСлава Украине")]
    assert languages == ["uk", "ru", "ru"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Он живёт вСпрингфилде, наЯлте.", "Он живёт в Спрингфилде, на Ялте."),
        ("О Париже, ИТАР-ТАСС, поБ и доОН", "О Париже, ИТАР-ТАСС, поБ и доОН"),
        ("ВСпрингфилде", "ВСпрингфилде"),
        ("12,345 rubles,90 kopecks, 3,5 m,7", "12,345 rubles, 90 kopecks, 3,5 m,7"),
        ("рублей,90 копеек", "рублей, 90 копеек"),
        ("12,345 rubles,<x0> kopecks", "12,345 rubles, <x0> kopecks"),
    ],
)
def test_blanks_that_a_model_forgot(text: str, mended: str) -> None:
    assert splice(text, [(Span(at, at), " ") for at in find_lost_blanks(text)]) == mended


def test_a_foreign_phrase_in_quotation_marks_does_not_tell_the_language(pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph("Тут вопрос, как снять деньги, а не «навіщо їхати».")
    assert (unit.source_lang, "навіщо їхати" in (unit.target or "")) == ("ru", True)
    (unit,) = pipeline.translate_paragraph("Він сказав «навіщо їхати» та пішов додому.")
    assert unit.source_lang == "uk"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('The motto "Слава труду" hung there.', "Слава труду"),
        ("It's «ночь» - said O'Neil to him.", "ночь"),
        ("The word (гласность, 1987) was heard.", "гласность, 1987"),
    ],
)
def test_what_an_english_sentence_quotes_in_russian_stays_as_it_is(text: str, kept: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(text)
    assert unit.source_lang == "en"
    assert kept in (unit.target or "")
    assert "protected_lost" not in unit.flags


@pytest.mark.parametrize(
    ("mixed", "spelled"),
    [
        ("Вельshire и Мuппет", "Вельшире и Муппет"),
        ("О'Hara, Facebook и IT-компания", "О'Hara, Facebook и IT-компания"),
        ("Crimestopperами", "Криместопперами"),
        ("слово", "слово"),
        ("word", "word"),
    ],
)
def test_words_of_two_scripts_are_spelled_in_cyrillic(mixed: str, spelled: str) -> None:
    assert spell_mixed_words(mixed) == spelled


def test_soft_hyphens_do_not_part_names(pipeline: Pipeline) -> None:
    source = "Обвинение поддержала Куз\u00adне\u00adцова."
    (unit,) = pipeline.translate_paragraph(source)
    assert unit.source == source
    assert "Kuznetsova" in (unit.target or "")
    assert [name.source for name in unit.names] == ["Кузнецова"]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("| Имя | Срок |\n|---|---|\n| Кузнецов А. Б. | март |", ["Name", "Term", "A. B. Kuznetsov", "March"]),
        ("| Month | Total |\n|---|---|\n| May | **Total:** |", ["Месяц", "Итого", "Май", "**Итого:**"]),
        ("- Владимир Путин\n- *Россия*", ["Vladimir Putin", "*Russia*"]),
        ("| Компания |\n|---|\n| «Газпром» |", ["Company", '"Gazprom"']),
    ],
)
def test_what_is_nothing_but_a_name_or_a_label_is_not_asked_of_the_model(
    pipeline: Pipeline, text: str, targets: list[str]
) -> None:
    units = pipeline.translate_text(text).units
    assert [unit.target for unit in units] == targets
    assert {(unit.origin, unit.score) for unit in units} == {("glossary", None)}


@pytest.mark.parametrize("text", ["Name", "It was in March.", "a month in the total", "MAY"])
def test_a_label_in_a_sentence_is_none(text: str) -> None:
    assert (translate_label(text, "ru") is None) is (text != "Name")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("By 6 p.m. it was gone.", "18:00 "),
        ("Он не возражал[^1]. Никто не возражал.", "[^1]."),
        ("@tom_hargreaves · 9:05 a.m.", "@tom_hargreaves · 9:05"),
        ("HOW $4.7BN WENT MISSING", "МЛРД"),
        ("She opened total.py and left.", "total.py"),
    ],
)
def test_what_models_add_or_misread(pipeline: Pipeline, source: str, part: str) -> None:
    (unit, *_) = pipeline.translate_text(source).units
    assert part in (unit.target or "")
    assert "году" not in (unit.target or "")
    assert " [^1]" not in (unit.target or "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Тел.: +7 495 123-45-67", "Tel.: +7 495 123-45-67"),
        ("📞 Факс: +7 495 123-45-67, +7 495 123-45-69", "📞 Fax: +7 495 123-45-67, +7 495 123-45-69"),
        ("Эл. почта: info@example.ru", "Email: info@example.ru"),
        ("E-mail: info@example.ru", "Электронная почта: info@example.ru"),
        ("Дата: 05.03.2024", "Date: 05.03.2024"),
        ("Итого: 1 234,5", "Total: 1,234.5"),
        ("Total: 1,234.5", "Итого: 1\u00a0234,5"),
    ],
)
def test_a_label_and_what_it_labels_are_told_without_a_model(source: str, expected: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(source)
    assert (unit.target, unit.origin, unit.flags) == (expected, "glossary", ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [("USD", "USD"), ("KPI", "KPI"), ("NATO", "НАТО"), ("LenaM", "LenaM"), ("MikeFromTexas", "MikeFromTexas")],
)
def test_a_code_alone_is_copied_and_a_name_is_told(source: str, expected: str, pipeline: Pipeline) -> None:
    (unit,) = pipeline.translate_paragraph(source)
    assert (unit.target, unit.flags) == (expected, ())
