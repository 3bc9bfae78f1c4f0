"""Bilingual documents: read as Markdown by an independent reader, every side must show what was meant, and nothing may leak."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from polyglot_news import BilingualDocument, EngineOptions, Options, Pipeline
from polyglot_news.document import Origin
from polyglot_news.errors import UsageError
from polyglot_news.formats import bilingual_markdown, bilingual_text, monolingual
from polyglot_news.formats.places import find_places
from polyglot_news.formats.writers import find_writer
from polyglot_news.text.bare import marks_inside, strip_marks
from polyglot_news.verification import Fault, verify

from .conftest import SAMPLES
from .test_contract import TEXTS
from .test_formats import cases_of

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
IDENTITY = Pipeline(Options(engine=EngineOptions("identity")))
HARMLESS = {"b", "i", "u", "s", "em", "strong", "del", "ins", "sub", "sup", "small", "mark", "kbd", "q", "cite"}


class Cells(HTMLParser):
    """The words of each table cell, in rows, and all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True
        elif tag == "img" and self.inside:
            self.rows[-1][-1] += dict(attrs).get("alt") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def squeezed(text: str) -> str:
    return "".join(text.replace("\0", "\ufffd").replace("\x1b", "\ufffd").split())


def body_of(text: str) -> str:
    """A bilingual document without what stands at its end: the table of names and the list of flagged segments."""
    return re.split(r"\n---\n\n## (?:Names|Flagged segments)\n", text)[0]


def side(result: BilingualDocument) -> dict[str, list[str]]:
    """The cells of each line in the side by side document, by the ids of its segments; headings and code aside."""
    cells = Cells(MARKDOWN.render(body_of(bilingual_markdown.write_side(result))))
    lines = [row for row in cells.rows if len(row) == 4 and re.match(r"b\d+\.s\d+", row[0])]
    return {" ".join(re.findall(r"b\d+\.s\d+", row[0])): row for row in lines}


def shown(result: BilingualDocument) -> dict[str, str]:
    """What a reader of the source sees of each line that `side` has."""
    seen, rows = segments_shown(result), dict[object, list[str]]()
    places = find_places(result.document)
    footnotes = {number for number, place in enumerate(places) if place.footnote}
    for s in (s for s in result.document.segments if s.id in seen and s.block not in footnotes):
        rows.setdefault(places[s.block].row or s.span.start, []).append(s.id)
    return {" ".join(ids): "".join(seen[one] for one in ids) for ids in rows.values()}


def segments_shown(result: BilingualDocument) -> dict[str, str]:
    """What a reader of the source sees of each segment that gets a row; code spans and addresses without their signs."""
    document, seen = result.document, {}
    for s in document.segments:
        block = document.blocks[s.block]
        if block.kind.translatable and block.kind not in ("title", "heading"):
            is_markdown = document.meta.format == "markdown"  # signs of plain text are shown as they are spelled
            marks = [mark for mark in marks_inside(block.marks, s.span) if is_markdown or mark.kind in ("break", "escape")]
            bare = strip_marks(document.text, s.span, marks).text
            seen[s.id] = bare.replace("\\|", "|") if block.kind == "table_cell" else bare  # GFM: in code spans too
    return seen


def without_signs(text: str) -> str:
    return re.sub(r"[`<>\ufffd│]", "", squeezed(text))


def both(text: str, format_name: str = "markdown") -> BilingualDocument:
    return IDENTITY.translate_text(text, format=format_name)


def translated(text: str, targets: dict[str, str], format_name: str = "markdown") -> BilingualDocument:
    """A result with these targets, as if a model had made them."""
    result = both(text, format_name)
    made = tuple(
        replace(t, text=targets[t.segment_id], origin=Origin.MODEL) if t.segment_id in targets else t
        for t in result.translations
    )
    return replace(result, translations=made)


# --- side by side -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["politics.md", "frontline.md", "culture.md", "ekonomika.md", "sport.txt", "telegram.txt"])
@pytest.mark.parametrize("layout", ["side", "stacked"])
def test_samples_hold_every_segment_once_and_all_lines_to_distrust(name: str, layout: str, pipeline: Pipeline) -> None:
    result = pipeline.translate_file(SAMPLES / name)
    text = find_writer(to="both", output="md", layout=layout, input_format="markdown").write(result)
    body, closing = body_of(text), text.split("\n## Flagged segments\n")[1]
    for unit in result.units:
        lines = [line for line in body.splitlines() if f"`{unit.id}`" in line]
        assert len(lines) == 1, unit.id
        assert f"`{unit.id}`" in closing or not unit.flags
        assert all(f"`{flag}`" in closing for flag in unit.flags)
    flagged = sum(bool(unit.flags) for unit in result.units)
    legend = 1 if flagged else 0
    assert body.count("⚠") == legend + flagged + "".join(u.source for u in result.units).count("⚠")
    assert closing.rstrip().endswith(f"Made by `{result.signature}`")
    if layout == "side":
        rows, seen = side(result), shown(result)
        assert list(rows) == list(seen)
        for unit in (unit for unit in result.units if unit.id in rows):  # of tables: `test_tables_are_shown_row_by_row`
            cell = rows[unit.id][3 if unit.target_lang == "ru" else 1]
            assert without_signs(cell) == without_signs(seen[unit.id])


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, format_name=st.sampled_from(["markdown", "text"]))
def test_any_text_side_by_side(text: str, format_name: str) -> None:
    result = both(text, format_name)
    rows, seen = side(result), shown(result)
    assert list(rows) == list(seen)
    for key, row in rows.items():
        assert without_signs(row[1]) == without_signs(row[3]) == without_signs(seen[key])


def test_every_case_side_by_side() -> None:
    for case in cases_of("markdown.md"):
        if "<a " in case.source:  # a tag that is shown as it is spelled: see `test_html_of_the_source_does_nothing`
            continue
        result = both(case.source)
        rows, seen = side(result), shown(result)
        assert list(rows) == list(seen), case.title
        for key, row in rows.items():
            # Bars between segments, which are shown, are no segment's: `test_a_bar_inside_a_cell_is_shown` looks at them.
            assert without_signs(row[1]).replace("|", "") == without_signs(seen[key]).replace("|", ""), case.title


def test_markup_that_crosses_segments_is_completed_in_each() -> None:
    text = "Он сказал: **Да, это так. Нет, это не так. И всё** сразу. [Она ушла домой. Он остался](https://a.b/c).\n"
    out = bilingual_markdown.write_side(both(text))
    for cell in ("**Да, это так.**", "**Нет, это не так.**", "**И всё** сразу.", "[Она ушла домой.](https://a.b/c)"):
        assert f"| {cell} |" in out or f"{cell} |" in out, cell
    assert MARKDOWN.render(out).count("<a href") == 4


def test_the_arrow_leads_from_the_original() -> None:
    out = bilingual_markdown.write_side(both("Это новость дня. It is a day. Це наша мова, її знають усі. 48.7K\n", "text"))
    assert "| Это новость дня. | → | Это новость дня. |" in out
    assert "| It is a day. | ← | It is a day. |" in out
    assert "| uk\u00a0⚠ |" in out


HARD_CELLS = [
    ("Труба | и ещё `a|b` здесь.", "a|b"),
    ("Обратная\\|черта и \\\\ здесь.", "Обратная|черта и \\ здесь."),
    ("Строка одна  \nстрока два и конец.", "Строка одна строка два и конец."),
    ("Кавычка ` одна и * звезда здесь.", "Кавычка ` одна и * звезда здесь."),
    ("Текст [^1] и [просто скобки] здесь.", "Текст [^1] и [просто скобки] здесь."),
    ("Ссылка [на неё][ref] в тексте.\n\n[ref]: https://a.b\n", "Ссылка на неё в тексте."),
    ("Знак &lt;b&gt; и &amp;lt; в тексте.", "Знак <b> и &lt; в тексте."),
]


@pytest.mark.parametrize(("text", "expected"), HARD_CELLS)
def test_hard_cells(text: str, expected: str) -> None:
    cells = [" ".join(cell.split()) for row in side(both(text)).values() for cell in (row[1], row[3])]
    assert expected in " ".join(cells[0::2])
    assert cells[0::2] == cells[1::2]


def test_reference_links_work() -> None:
    html = MARKDOWN.render(bilingual_markdown.write_side(both(HARD_CELLS[5][0])))
    assert html.count('<a href="https://a.b">на неё</a>') == 2


@pytest.mark.parametrize(
    "text",
    [
        "Привет <script>alert(1)</script> мир сегодня.",
        'Это <a href="javascript:x" onclick="y">ссылка</a> в тексте.',
        "Открыт <b>тег и не закрыт. Другая строка.",
        "Закрыт</div></table> чужой тег здесь.",
        "Комментарий <!-- здесь | и тут --> в тексте.",
        "<div onclick='x'>\nПривет <img src=x onerror=alert(1)> мир\n</div>\n",
        "<details>\n\nПривет, мир\n\n</details>\n",
    ],
)
@pytest.mark.parametrize("format_name", ["markdown", "text"])
def test_html_of_the_source_does_nothing(text: str, format_name: str) -> None:
    result = both(text, format_name)
    for write in (bilingual_markdown.write_side, bilingual_markdown.write_stacked):
        tags = set(Cells(MARKDOWN.render(write(result))).tags)
        assert not tags & {"script", "div", "details", "img"}
        assert "onclick" not in re.sub(r"&lt;.*?&gt;", "", MARKDOWN.render(write(result)))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('Он <a href="https://a.b/x?y=1&amp;z=2">сказал</a> всё.\n', {"https://a.b/x?y=1&amp;z=2": 2}),
        ("Он <a class=k href='https://a.b/c|d' target=_blank>**сказал**</a> всё.\n", {"https://a.b/c%7Cd": 2}),
        ('<p>Он <b><A HREF=https://a.b>сказал</A></b> <a href="/rel">всё</a>.</p>\n', {"https://a.b": 2, "/rel": 2}),
        ('<a href="https://a.b">Он ушёл. Она осталась.</a>\n', {"https://a.b": 4}),
        ('| <a href="https://a.b">Имя</a> |\n| --- |\n| x |\n', {"https://a.b": 2}),
        ('[Он <a href="https://a.b">сказал</a> всё](https://c.d) сегодня.\n', {"https://c.d": 2}),
        ('<a href="javascript:x">Да</a> и <a href="data:x">нет</a>, <a name="y">так</a>.\n', {}),
    ],
)
def test_links_of_html_stay_links(text: str, links: dict[str, int]) -> None:
    for write in (bilingual_markdown.write_side, bilingual_markdown.write_stacked):
        html = MARKDOWN.render(write(both(text)))
        addresses = [address for address in re.findall(r'<a href="([^"]*)"', html) if not address.startswith("#")]
        assert {address: addresses.count(address) for address in addresses} == links


def test_a_bar_inside_a_cell_is_shown() -> None:
    result = both("| Имя |\n| --- |\n| **Иванов** \\| Петров. Он \\| она |\n")
    html = MARKDOWN.render(bilingual_markdown.write_side(result))
    assert html.count("<strong>Иванов</strong> | Петров. Он | она") == 2
    assert "**Иванов** | Петров. Он | она" in bilingual_markdown.write_stacked(result)


def test_harmless_tags_act_where_they_are_paired() -> None:
    html = MARKDOWN.render(bilingual_markdown.write_side(both("Вода H<sub>2</sub>O здесь. Это <B>важно</B> и так.\n")))
    assert html.count("<sub>2</sub>") == 2
    assert html.count("<B>важно</B>") == 2


def test_plain_text_is_no_markdown() -> None:
    html = MARKDOWN.render(bilingual_markdown.write_side(both("Цена *растёт* и <b>падает</b>, `код` [x](y)|труба.\n", "text")))
    assert "<em>" not in html.replace("<em>-</em>", "")
    assert "<b>" not in html
    assert html.count("Цена *растёт* и &lt;b&gt;падает&lt;/b&gt;, `код` [x](y)|труба.") == 2


def test_headings_code_and_front_matter() -> None:
    text = "---\ntitle: Дом\n---\n\n# Первое дело. Второе дело #\n\n> ```py\n> a = '```'\n> ```\n\nТекст.\n"
    out = bilingual_markdown.write_side(both(text))
    assert "`b1.s1` front matter\n\n```yaml\ntitle: Дом\n```" in out
    assert "\n# Первое дело. Второе дело\n\n`b2.s1` ru → en, `b2.s2` ru → en\n" in out
    assert "`b3.s1` code\n\n````py\na = '```'\n````" in out


@pytest.mark.parametrize(("source", "shown_as"), [("C\\#", "C#"), ("\\#", "#"), ("Да \\##", "Да ##"), ("C# #", "C#")])
def test_number_signs_at_the_end_of_headings(source: str, shown_as: str) -> None:
    assert f"<h2>{shown_as}</h2>" in MARKDOWN.render(bilingual_markdown.write_side(both(f"## {source}\n")))


# --- one under the other ------------------------------------------------------------------------------------------------------


def test_stacked_shows_the_original_first() -> None:
    out = bilingual_markdown.write_stacked(both("Это новость дня. It is a day.\n"))
    assert (
        "`b1.s1`\u00a0¶ **ru** Это новость дня.\n\n> **en** Это новость дня.\n\n`b1.s2` **en** It is a day.\n\n> **ru**" in out
    )


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, format_name=st.sampled_from(["markdown", "text"]))
def test_any_text_stacked(text: str, format_name: str) -> None:
    """Each row is one paragraph, its translation one quotation: nothing begins a block of its own."""
    result = both(text, format_name)
    body = body_of(bilingual_markdown.write_stacked(result))
    kinds = {token.type for token in MARKDOWN.parse(body)}
    allowed = {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "blockquote_open",
        "blockquote_close",
        "heading_open",
        "heading_close",
    }
    assert kinds <= allowed | {"fence"}


# --- text, and what is asked for ----------------------------------------------------------------------------------------------


def test_bilingual_text() -> None:
    out = bilingual_text.write(
        translated("Это новость дня. Це наша мова, її знають усі.\n", {"b1.s1": "News of the day."}, "text")
    )
    assert out.startswith("[b1.s1] ¶ ru → en\n    Это новость дня.\n    → News of the day.\n[b1.s2] uk  ⚠ other_language\n")
    assert "Flagged segments: 1 of 2\n  [b1.s2] other_language\n    Це наша мова, її знають усі.\n" in out
    assert "¶ a paragraph\n" in out
    assert out.splitlines()[-1].startswith("Made by polyglot-news:")


def test_flagged_segments_stand_beside_their_translations_in_the_list_of_a_text(pipeline: Pipeline) -> None:
    result = pipeline.translate_file(SAMPLES / "sport.txt")
    closing = bilingual_text.write(result).split("\nFlagged segments: ")[1]
    flagged = [unit for unit in result.units if unit.flags]
    assert flagged
    for unit in flagged:
        lines = closing.split(f"  [{unit.id}] {', '.join(unit.flags)}\n    ")[1].splitlines()
        assert lines[0] == " ".join(unit.source.split())
        assert unit.target is None or unit.target == unit.source or lines[1] == f"    → {' '.join(unit.target.split())}"


def test_find_writer() -> None:
    assert find_writer(to="both", output=None, layout="side", input_format="text").suffixes[0] == ".md"
    assert find_writer(to="en", output=None, layout="side", input_format="text").keeps_encoding
    assert not find_writer(to="en", output="jsonl", layout="side", input_format="text").keeps_encoding
    with pytest.raises(UsageError, match="unknown output format"):
        find_writer(to="both", output="pdf", layout="side", input_format="text")
    with pytest.raises(UsageError, match="unknown layout"):
        find_writer(to="both", output="md", layout="round", input_format="text")


WRAPPED = (
    "Нападающий забросил две шайбы, но в серии буллитов\nпромахнулся трижды, и это решило всё в тот вечер на\nльду.\n\n"
    "— Да.\n— Нет.\n"
)


def test_wrapped_text_is_wrapped_again() -> None:
    target = "The forward scored two goals, but in the shootout he missed three times, and that decided it all on that night."
    result = translated(WRAPPED, {"b1.s1": target}, "text")
    text = monolingual.write(result)
    assert max(map(len, text.splitlines())) <= 56
    assert text.split("\n\n")[0].replace("\n", " ") == target
    assert text.count("\n") == WRAPPED.count("\n")
    assert verify(result) == []


def test_a_break_that_is_swallowed_does_not_cost_the_wrapping() -> None:
    source = (
        "The boxer told the reporters of our newspaper at the press conference at 1:30\na.m. that he was not yet done with "
        "boxing. He will fight in the old arena\nin the spring.\n"
    )
    first = "Боксёр сказал журналистам нашей газеты на пресс-конференции, которая была в 1:30, что с боксом ещё не закончил."
    second = "Он будет драться на старой арене весной."
    result = translated(source, {"b1.s1": first, "b1.s2": second}, "text")
    text = monolingual.write(result)
    assert max(map(len, text.splitlines())) <= 80
    assert text.replace("\n", " ").rstrip() == f"{first} {second}"
    assert verify(result) == []


def test_what_reads_back_otherwise_in_any_width_is_wrapped_all_the_same() -> None:
    result = translated(
        WRAPPED, {"b1.s1": "- The forward scored two goals " + "and he scored them late in the night " * 3}, "text"
    )
    assert max(map(len, monolingual.write(result).splitlines())) <= 56


@pytest.mark.parametrize("more", range(0, 30, 3))
def test_no_line_ends_inside_a_telephone_number(more: int) -> None:
    source = (
        "Кто знает об этом больше, пусть позвонит нам в любое время по телефону\nредакции, или придёт к нам, или напишет, или "
        "хотя бы позвонит ещё раз\nзавтра.\n"
    )
    target = f"Whoever knows more {'x' * more} may call us at any time at the number +44 20 7946 0958, or come to us, or write."
    result = translated(source, {"b1.s1": target}, "text")
    text = monolingual.write(result)
    assert "+44 20 7946 0958" in text
    assert "\n" in text.rstrip()
    assert verify(result) == []


COLUMNS = """Год      Вклады   Аудитор
-------  -------  -------------
2014     87,3     Такой-то банк
2016              Он же
Итого    87,3
"""


def test_columns_of_a_table_stay_columns() -> None:
    result = translated(COLUMNS, {"b2.s1": "Deposits and more", "b6.s1": "Some bank", "b9.s1": "In total"}, "text")
    assert [block.span.of(COLUMNS) for block in result.document.blocks][:3] == ["Год", "Вклады", "Аудитор"]
    text = monolingual.write_in(result, "en")
    assert text == (
        "Год        Deposits and more   Аудитор\n-------  -------  -------------\n2014       87,3                Some bank\n"
        "2016                           Он же\nIn total   87,3\n"
    )
    assert verify(result) == []


# --- structure ----------------------------------------------------------------------------------------------------------------

TABLE = "| Город | Голы | Очки |\n|---|--:|---|\n| Москва | 12 | 45 |\n| | | |\n| Казань |  | The best. Да. |\n"
TABLE_LINES = {
    "b1.s1 b2.s1 b3.s1": ("▦ r1", "City │ Goals │ Points"),
    "b4.s1 b5.s1 b6.s1": ("▦ r2", "Moscow │ 12 │ 45"),
    "b7.s1 b8.s1 b8.s2": ("▦ r4", "Kazan │  │ The best. Yes."),
}
WORDS = {"b1.s1": "City", "b2.s1": "Goals", "b3.s1": "Points", "b4.s1": "Moscow", "b7.s1": "Kazan", "b8.s2": "Yes."}
WORDS |= {"b8.s1": "Лучший."}


def test_tables_are_shown_row_by_row() -> None:
    rows = side(translated(TABLE, WORDS))
    assert list(rows) == list(TABLE_LINES)
    for ids, (sign, english) in TABLE_LINES.items():
        assert rows[ids][0].replace("\u00a0", " ") == f"{ids} {sign}"
        assert rows[ids][3] == english
    assert rows["b7.s1 b8.s1 b8.s2"][1:3] == ["Казань │  │ Лучший. Да.", "→ ←"]


def test_tables_are_shown_row_by_row_one_under_the_other_and_in_text() -> None:
    result = translated(TABLE, WORDS)
    stacked = bilingual_markdown.write_stacked(result).replace("\u00a0", " ")
    assert "\n`b4.s1` `b5.s1` `b6.s1` ▦ r2 **ru** Москва │ 12 │ 45\n\n> **en** Moscow │ 12 │ 45\n" in stacked
    assert "▦ r4 **ru, en** Казань │  │ The best. Да.\n\n> **en, ru** Kazan │  │ Лучший. Yes.\n" in stacked
    text = bilingual_text.write(result)
    assert "\n\n[b4.s1] [b5.s1] [b6.s1] ▦ r2 ru → en\n    Москва │ 12 │ 45\n    → Moscow │ 12 │ 45\n\n" in text
    assert "] ▦ r4 ru → en, en → ru\n    Казань │  │ The best. Да.\n    → Kazan │  │ Лучший. Yes.\n" in text


def test_a_flagged_cell_is_marked_beside_its_id() -> None:
    source = "| Да | Це наша мова, її знають усі. |\n|---|---|\n"
    assert "| `b1.s1` `b2.s1`\u00a0⚠\u00a0▦\u00a0r1 |" in bilingual_markdown.write_side(both(source))
    assert "`b1.s1` `b2.s1`\u00a0⚠\u00a0▦\u00a0r1 **ru, uk** Да │" in bilingual_markdown.write_stacked(both(source))
    assert "[b1.s1] [b2.s1]  ⚠ other_language ▦ r1 ru → en, uk\n" in bilingual_text.write(both(source))


def test_cells_of_plain_text_are_rows_of_a_bilingual_document() -> None:
    out = bilingual_markdown.write_side(both("Банк | Сумма\nНаш | 5 млн\n\nДругой\tбанк\tтут\n", "text"))
    assert "| `b1.s1` `b2.s1`\u00a0▦\u00a0r1 | Банк │ Сумма | → | Банк │ Сумма |" in out
    assert "\u00a0▦\u00a0r2 | Наш │ 5 млн |" in out
    assert "\u00a0▦\u00a0r1 | Другой │ банк │ тут |" in out
    assert "▦ a row of a table (▦ r2 the second), its cells parted by │." in out


LISTS = """1. Первый пункт.
1. Второй пункт.
   - Вложенный пункт.
     1) Ещё глубже.
     1) И ещё.

   Продолжение второго.

   > Цитата.
3. Третий пункт.

<!-- -->

4. Другой список.

# Глава

> Цитата.
>
> > Вложенная цитата.
>
> * Пункт в цитате.

---

Абзац.
"""
LIST_SIGNS = "• 1.|• 2.|••|••• 1)|••• 2)|• ¶|❝|• 3.|• 4.|#|❝|❝❝|❝•|¶"
PLAIN_LISTS = """Вот что было:
- Первое дело
  - Вложенное дело
    а) Глубже
  - Снова
- Второе

3. Третье
5. Пятое

> > Цитата
"""
PLAIN_SIGNS = "¶|•|••|••• а)|••|•|• 3.|• 5.|❝❝"


@pytest.mark.parametrize(
    ("source", "signs", "format_name"), [(LISTS, LIST_SIGNS, "markdown"), (PLAIN_LISTS, PLAIN_SIGNS, "text")]
)
def test_lists_and_quotations_keep_their_numbers_and_depths(source: str, signs: str, format_name: str) -> None:
    result = both(source, format_name)
    wanted = signs.split("|")
    assert re.findall(r"^\[b\d+\.s1\] (.+) ru → en$", bilingual_text.write(result), re.MULTILINE) == wanted
    wanted = [sign for sign in wanted if sign != "#"]
    assert [row[0].replace("\u00a0", " ").partition(" ")[2] for row in side(result).values()] == wanted
    stacked = bilingual_markdown.write_stacked(result).replace("\u00a0", " ")
    assert re.findall(r"^`b\d+\.s1` (.+) \*\*ru\*\*", stacked, re.MULTILINE) == wanted


@pytest.mark.parametrize("layout", ["side", "stacked"])
def test_references_lead_to_footnotes(layout: str) -> None:
    source = "Тираж вырос[^1], а цены упали[^б].\n\n[^1]: Данные «Рейтер». It is so.\n[^б]: Там же\n\nКонец дня.\n"
    result = translated(source, {"b2.s1": "By Reuters.", "b2.s2": "Это так.", "b3.s1": "Ibidem"})
    out = find_writer(to="both", output="md", layout=layout, input_format="markdown").write(result)
    assert "\n\n[^1]: `b2.s1` Данные «Рейтер». → By Reuters. `b2.s2` It is so. → Это так.\n\n" in out
    assert "\n\n[^б]: `b3.s1` Там же → Ibidem\n\n" in out
    assert out.count("Тираж вырос[^1], а цены упали[^б].") == 2
    assert "[b2.s1] [^1]: ru → en\n    Данные «Рейтер».\n" in bilingual_text.write(result)
    assert "[^1]: By Reuters. It is so.\n[^б]: Ibidem\n" in monolingual.write_in(result, "en")


def test_a_word_that_a_line_end_parts_is_whole() -> None:
    source = "Это было, как ожида-\nлось осенью, и дома. The bank did not com-\nment on that in Нью-\nЙорк.\n"
    result = translated(source, {"b1.s1": "It was as expected in the autumn, and at home."}, "text")
    out = bilingual_markdown.write_side(result)
    assert "как ожидалось осенью" in out
    assert "did not comment on that" in out
    assert "Нью-Йорк" in out
    text = monolingual.write_in(result, "en")
    assert "comment" in text.replace("\n", " ")
    assert "Нью-Йорк" in text.replace("\n", " ")
    assert verify(result) == []


# --- pictures -----------------------------------------------------------------------------------------------------------------


def test_the_words_of_a_picture_do_not_fall_into_a_sentence() -> None:
    source = 'Снято ![Карта сетей](u "t") Карта сетей Сибири, 2026.\n\nВчера. ![Карта](v) Сети растут.\n'
    result = translated(source, {"b1.s1": 'Taken: map of Siberia ![Карта сетей](u "t")', "b2.s2": "![Map](v)"})
    assert [segment.text for segment in result.document.segments] == [
        'Снято ![Карта сетей](u "t") Карта сетей Сибири, 2026.',
        "Вчера.",
        "![Карта](v)",
        "Сети растут.",
    ]
    assert verify(result) == []  # at the end of the line the reader takes it for one that stands apart
    assert 'Карта сетей Сибири, 2026. | → | Taken: map of Siberia ![Карта сетей](u "t") |' in bilingual_markdown.write_side(
        result
    )


def test_a_picture_inside_a_sentence_comes_through(pipeline: Pipeline) -> None:
    source = "Это ![иконка](i.png) очень важный знак для всех.\n"
    result = pipeline.translate_text(source, format="markdown")
    assert "![иконка](i.png)" in (result.units[0].target or "")
    assert "icon" not in (result.units[0].target or "").lower()


# --- verify -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "targets", "format_name", "fault"),
    [
        (
            "Это **важно** сегодня.\n",
            {"b1.s1": "It is **important today."},
            "markdown",
            r"b1\.s1: markup differs: \*\* \*\* missing",
        ),
        (
            "Это *важно* сегодня.\n",
            {"b1.s1": "It is *very* *bad*."},
            "markdown",
            r"b1\.s1: markup differs: nothing missing, \* \*",
        ),
        (
            "Это новость.\n\nДругая.\n",
            {"b1.s1": "# News"},
            "markdown",
            r"b1\.s1: in en: reads back as title 1, not as paragraph",
        ),
        ("Это новость.\n\nДругая.\n", {"b2.s1": "One\n\nTwo"}, "text", r"in en: "),
        ("|Да|\n|-|\n|Нет|\n", {"b1.s1": "a|b"}, "markdown", r"b1\.s1: in en: "),
        ("Да\nНет\n", {"b1.s1": "- yes"}, "text", r"b1\.s1: in en: reads back as list_item 1, not as paragraph"),
    ],
)
def test_verify_finds_faults(text: str, targets: dict[str, str], format_name: str, fault: str) -> None:
    found = verify(translated(text, targets, format_name))
    assert found
    assert any(re.search(fault, str(f)) for f in found), found


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("**Key takeaways**\n\nIt is a day.\n", "**Ключевые выводы**"),
        ("`It` is *very* important ||today|| for snake_case.\n", "`It` *очень* важно ||сегодня|| для snake_case."),
        (
            "The governor said *that the bank will keep its rate at the same level in this year* and\nthat it won't move.\n",
            "Губернатор сказал, *что банк в этом году сохранит ставку на прежнем уровне, и это надолго* и что он не двинется.",
        ),
    ],
)
def test_the_signs_of_plain_text_read_back_as_they_are_spelled(text: str, target: str) -> None:
    assert verify(translated(text, {"b1.s1": target}, "text")) == []


def test_a_sign_that_is_lost_in_plain_text_is_found() -> None:
    result = translated("**Да**\n\nНет.\n", {"b1.s1": "- **Yes**"}, "text")
    assert [fault.segment_id for fault in verify(result)] == ["b1.s1"]


def test_verify_looks_at_both_languages() -> None:
    result = translated("Это новость. It is a day.\n\nКонец дня.\n", {"b1.s1": "# A", "b1.s2": "<!-- x -->"})
    assert {f.message.split(":")[0] for f in verify(result) if f.message.startswith("in ")} >= {"in en"}
    assert isinstance(verify(result)[0], Fault)
    assert verify(both("Это новость. It is a day.\n")) == []
