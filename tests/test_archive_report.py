"""The report of a run: sums, a page that browsers can read, and names that may be anything."""

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot_news.archive.manifest_records import Failure, Row, Stage, State
from polyglot_news.archive.report import About, Totals, as_json, write_report

ABOUT = About("News", seconds=10.0, flags={"low_score": "the model itself was in doubt", "empty": "nothing <was> written"})
DONE = Row(
    "a.md",
    State.DONE,
    size=9,
    output="a.md.jsonl",
    words=100,
    segments=10,
    languages={"ru": 70, "en": 30},
    flags={"low_score": 2},
    origins={"model": 4, "memory": 3, "human": 1, "copy": 2},
    seconds=1.23456,
    reason="new",
    is_fresh=True,
)
FAILED = Row("b.md", State.ERROR, error=Failure("b.md", Stage.DRAFT, "in/b.md: holds no text", 2))
TAGS = frozenset("html head meta title style body h1 h2 h3 dl div dt dd table thead tbody tr th td a p ul li span code".split())
VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})


class _Page(HTMLParser):
    """Tags are balanced; what is linked, what can be linked to, and the visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = dict(attrs)
        assert set(values) <= {"lang", "charset", "name", "content", "class", "id", "href"}
        self.links += [values["href"] or ""] if "href" in values else []
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join("\n".join(self.text).split())

    def section(self, heading: str) -> str:
        """The text from a heading on."""
        return self.words.partition(f" {heading} ")[2]


def _report(rows: Sequence[Row], about: About = ABOUT) -> tuple[list[dict[str, object]], _Page, Totals]:
    jsonl, page = io.StringIO(), io.StringIO()
    totals = write_report(iter(rows), about, jsonl, page)
    page.getvalue().encode("utf-8")
    jsonl.getvalue().encode("utf-8")
    return [json.loads(line) for line in jsonl.getvalue().split("\n")[:-1]], _Page(page.getvalue()), totals


def test_each_document_is_an_object() -> None:
    objects, _, _ = _report([DONE, FAILED])
    assert objects[0] == {
        "name": "a.md",
        "state": "done",
        "output": "a.md.jsonl",
        "size": 9,
        "words": 100,
        "segments": 10,
        "languages": {"ru": 70, "en": 30},
        "flags": {"low_score": 2},
        "origins": {"model": 4, "memory": 3, "human": 1, "copy": 2},
        "seconds": 1.235,
        "reason": "new",
        "fresh": True,
        "error": None,
    }
    assert objects[1]["error"] == {"stage": "draft", "message": "in/b.md: holds no text", "exit_code": 2}


def test_the_headline() -> None:
    rows = [
        DONE,
        replace(DONE, name="c", is_fresh=False, words=20),
        FAILED,
        Row("d", State.GONE, words=7),
        Row("e", State.SEEN),
    ]
    _, page, _ = _report(rows)
    figures = (
        "translated 1 unchanged 1 failed 1 gone 1 not done yet 1 words 120 words translated 100 words a second 10 time 10.0 s"
    )
    assert f"News News {figures} from the memory 50.0% Languages" in page.words
    assert page.section("Languages").startswith("Language Words ru 140 en 60")
    assert page.section("Lines to look at").startswith("Flag Lines What it means low_score 4 the model itself was in doubt")
    assert "nothing <was> written" not in page.words  # no line has that flag


@pytest.mark.parametrize(
    ("seconds", "time", "rate"),
    [(0.0, "0.0 s", "-"), (75.4, "1 min 15 s", "1"), (7384.0, "2 h 03 min", "0"), (0.01, "0.0 s", "10,000")],
)
def test_times(seconds: float, time: str, rate: str) -> None:
    assert f"words a second {rate} time {time} from" in _report([DONE], replace(ABOUT, seconds=seconds))[1].words


def test_nothing_at_all() -> None:
    objects, page, totals = _report([])
    assert (objects, totals.memory_rate) == ([], None)
    assert page.words.endswith("from the memory -")


def test_errors_are_grouped_by_cause() -> None:
    rows = [
        replace(FAILED, name=name, error=Failure(name, Stage.DRAFT, message, 2))
        for name, message in [
            ("a", "in/a: binary"),
            ("b", "in/b: empty"),
            ("c", "c: binary"),
            ("d", "the engine failed: d: what"),
        ]
    ]
    _, page, _ = _report(rows)
    assert page.section("Errors").startswith("binary (2) a c empty (1) b the engine failed: d: what (1) d Documents")


def test_a_document_is_linked_while_its_output_is_right() -> None:
    old = replace(DONE, is_fresh=False)
    rows = [DONE, replace(old, name="b", state=State.DRAFTED), replace(old, name="c", state=State.GONE)]
    _, page, _ = _report(rows)
    assert page.links == ["./a.md.jsonl"]
    assert page.section("Documents").endswith("a.md 100 2 translated (new) b 100 not translated yet c 100 gone")


def test_only_the_first_are_shown_and_all_are_written() -> None:
    rows = [replace(DONE, name=f"{number:05}", output=f"{number:05}") for number in range(1500)]
    failed = [
        replace(FAILED, name=f"x{number}", error=Failure("", Stage.DRAFT, f"cause {number}", 1)) for number in range(1500)
    ]
    objects, page, totals = _report([*rows, *failed])
    assert len(objects) == 3000
    assert page.links == [f"./{number:05}" for number in range(1000)]
    assert page.words.endswith("00999 100 2 translated (new) 2,000 more: see report.jsonl.")
    assert "Other causes (500) 500 more: see report.jsonl." in page.words
    assert len(totals.shown) == len(totals.failed) == 1000  # all that is kept


def test_the_page_needs_nothing_else_and_two_are_equal() -> None:
    pages = []
    for rows in ([DONE, FAILED], [replace(DONE, languages={"en": 30, "ru": 70}), FAILED]):
        jsonl, page = io.StringIO(), io.StringIO()
        write_report(rows, ABOUT, jsonl, page)
        pages.append((jsonl.getvalue(), page.getvalue()))
    assert pages[0] == pages[1]
    for word in ("<script", "<link", "<img", "url(", "@import", "http:", "https:", "src="):
        assert word not in pages[0][1]
    for word in ("prefers-color-scheme: dark", "@media print", 'name="viewport"'):
        assert word in pages[0][1]


HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"'/:%#?\\\0\n\t\udc80 ")), min_size=1, max_size=20)


def _rows() -> Iterator[st.SearchStrategy[Row]]:
    counts = st.dictionaries(HOSTILE, st.integers(1, 9), max_size=3)
    error = st.none() | st.builds(Failure, HOSTILE, st.sampled_from(Stage), HOSTILE, st.integers(1, 2))
    for state in State:
        yield st.builds(
            Row,
            name=HOSTILE,
            state=st.just(state),
            output=st.none() | HOSTILE,
            words=st.integers(0, 9999),
            languages=counts,
            flags=counts,
            origins=counts,
            reason=HOSTILE,
            is_fresh=st.booleans() if state == State.DONE else st.just(False),
            error=error.filter(bool) if state == State.ERROR else st.none(),
        )


@given(rows=st.lists(st.one_of(*_rows()), max_size=8, unique_by=lambda row: row.name), title=HOSTILE)
def test_names_may_be_anything(rows: list[Row], title: str) -> None:
    objects, page, _ = _report(rows, About(title, 1.0, flags={title: title}, signature=title))
    assert [(each["name"], each["output"], each["reason"]) for each in objects] == [(r.name, r.output, r.reason) for r in rows]
    assert set(page.tags) <= TAGS
    assert len(page.ids) == len(set(page.ids))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inner) <= set(page.ids)
    assert len(inner) == 2 * sum(row.error is not None for row in rows)
    outer = [link for link in page.links if not link.startswith("#")]
    assert len(outer) == sum(row.output is not None and row.state == State.DONE for row in rows)
    assert all(urlsplit(link)._replace(path="") == ("",) * 5 for link in outer)


@pytest.mark.parametrize(
    "output", ["a b.md", "50%.md", "a#b?c.md", "c:d.md", "javascript:alert(1)", "ж/ё.md", "\"'<&>.md", "\udcff.md", "a\\b.md"]
)
def test_links_resolve(tmp_path: Path, output: str) -> None:
    for folder in (".", "../out put", "x:y"):
        base = tmp_path / "state" / folder
        file = base / output
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(folder)
        _, page, _ = _report([replace(DONE, output=output)], replace(ABOUT, outputs=folder))
        (link,) = page.links
        assert urlsplit(link).scheme == ""
        linked = Path(str(tmp_path / "state"), unquote_to_bytes(urlsplit(link).path).decode("utf-8", "surrogateescape"))
        assert linked.read_text() == folder


def test_a_line_is_readable_unless_it_cannot_be() -> None:
    assert '"name": "жук"' in as_json(replace(DONE, name="жук"))
    assert '"name": "\\u0436\\udcff"' in as_json(replace(DONE, name="ж\udcff"))
