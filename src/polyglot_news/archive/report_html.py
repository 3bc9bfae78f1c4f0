"""The report as one page: no script, nothing from elsewhere; for a screen of any width, dark or light, and for paper."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from urllib.parse import quote

from polyglot_news.archive.manifest_records import Row, State, clean

SHOWN = 1000
"""Documents, and errors, that the page lists; the rest is in `report.jsonl`."""
_STYLE = """
:root { color-scheme: light dark; --line: #ccd; --soft: #667; --mark: #b00; --back: #fff; --text: #112; --link: #0645ad; }
@media (prefers-color-scheme: dark) {
  :root { --line: #445; --soft: #99a; --mark: #f77; --back: #14161a; --text: #e6e6ea; --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
body { background: var(--back); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
dl { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
dt { color: var(--soft); font-size: .85rem; } dd { font-size: 1.4rem; margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.error { color: var(--mark); } .soft { color: var(--soft); }
.wide { overflow-x: auto; }
@media print { body { max-width: none; font-size: 10pt; } .wide { overflow: visible; } a { text-decoration: none; } }
"""
_END = "</tbody></table></div>\n"
_NUMBERS = ("Words", "Lines", "Flags")  # columns
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WORDS = {
    State.SEEN: "not read yet",
    State.DRAFTED: "not translated yet",
    State.DONE: "unchanged",
    State.ERROR: "failed",
    State.LEFT: "left out",
    State.GONE: "gone",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of the run itself."""

    title: str
    seconds: float
    """From the start of the run to the report; this is no part of what is the same from run to run."""
    outputs: str = "."
    """The folder of the outputs as a relative path from that of the page."""
    signature: str = ""
    """One line that names all that the translations depend on."""
    flags: Mapping[str, str] = field(default_factory=dict)
    """What each flag means; listed in this order."""


@dataclass(slots=True)
class Totals:
    """Sums over the documents, and the first of them."""

    states: Counter[State] = field(default_factory=Counter)
    fresh: int = 0
    fresh_words: int = 0
    words: int = 0
    segments: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    """Documents that failed, by cause; at most `SHOWN` causes, the rest under an empty one."""
    failed: list[Row] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Count a document in; those that are left out or gone are only counted."""
        self.states[row.state] += 1
        if row.state not in (State.LEFT, State.GONE):
            self.words += row.words
            self.segments += row.segments
            self.languages.update(row.languages)
        if row.state == State.DONE:
            self.flags.update(row.flags)
            self.origins.update(row.origins)
        if row.is_fresh:
            self.fresh += 1
            self.fresh_words += row.words
        if row.error:
            said = cause(row)
            self.causes[said if len(self.causes) < SHOWN else known_cause(row, self.causes)] += 1
            if len(self.failed) < SHOWN:
                self.failed.append(row)
        if len(self.shown) < SHOWN:
            self.shown.append(row)

    @property
    def memory_rate(self) -> float | None:
        """The part of all translated segments that came from the memory or a person; None where there are none."""
        translated = sum(count for origin, count in self.origins.items() if origin != "copy")
        return (self.origins["memory"] + self.origins["human"]) / translated if translated else None


def cause(row: Row) -> str:
    """What an error says without the name of its document: the same for all that fail for one reason."""
    if row.error is None:
        return ""
    before, found, said = row.error.message.partition(f"{clean(row.name)}: ")
    return said if found and (not before or before.endswith("/")) else row.error.message


def known_cause(row: Row, causes: Container[str]) -> str:
    """Its cause if that is one of those counted by themselves, else an empty one."""
    return said if (said := cause(row)) in causes else ""


def page_parts(totals: Totals, about: About) -> Iterator[str]:
    """The page, part by part."""
    title = _text(about.title)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    yield from _headline(totals, about)
    yield from _languages(totals)
    yield from _flags(totals, about.flags)
    yield from _errors(totals)
    yield from _documents(totals, about)
    if about.signature:
        yield f'<p class="soft">{_text(about.signature)}</p>\n'
    yield "</body>\n</html>\n"


def _headline(totals: Totals, about: About) -> Iterator[str]:
    states, rate = totals.states, totals.memory_rate
    waiting = states[State.SEEN] + states[State.DRAFTED]
    figures = {
        "translated": _count(totals.fresh),
        "unchanged": _count(states[State.DONE] - totals.fresh),
        "failed": _count(states[State.ERROR]),
        **({"left out": _count(states[State.LEFT])} if states[State.LEFT] else {}),
        "gone": _count(states[State.GONE]),
        **({"not done yet": _count(waiting)} if waiting else {}),
        "words": _count(totals.words),
        "words translated": _count(totals.fresh_words),
        "words a second": f"{totals.fresh_words / about.seconds:,.0f}" if about.seconds > 0 else "-",
        "time": _time(about.seconds),
        "from the memory": "-" if rate is None else f"{rate:.1%}",
    }
    yield "<dl>\n"
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>\n" for name, value in figures.items())
    yield "</dl>\n"


def _languages(totals: Totals) -> Iterator[str]:
    if not totals.languages:
        return
    yield "<h2>Languages</h2>\n" + _head("Language", "Words")
    for name, count in sorted(totals.languages.items(), key=lambda item: (-item[1], item[0])):
        yield f"<tr><td>{_text(name)}</td>{_number(_count(count))}</tr>\n"
    yield _END


def _flags(totals: Totals, meanings: Mapping[str, str]) -> Iterator[str]:
    raised = [name for name in (*meanings, *sorted(set(totals.flags) - set(meanings))) if totals.flags[name]]
    if not raised:
        return
    yield "<h2>Lines to look at</h2>\n" + _head("Flag", "Lines", "What it means")
    for name in raised:
        count = _number(_count(totals.flags[name]))
        yield f"<tr><td><code>{_text(name)}</code></td>{count}<td>{_text(meanings.get(name, ''))}</td></tr>\n"
    yield _END


def _errors(totals: Totals) -> Iterator[str]:
    """The causes, the most frequent first, each with its documents."""
    if not totals.causes:
        return
    rows: dict[str, list[Row]] = {}
    for row in totals.failed:
        rows.setdefault(known_cause(row, totals.causes), []).append(row)
    listed = {row.name for row in totals.shown}
    yield "<h2>Errors</h2>\n"
    for said, count in sorted(totals.causes.items(), key=lambda item: (not item[0], -item[1], item[0])):
        found = rows.get(said, [])
        yield f'<h3><span class="error">{_text(said or "Other causes")}</span> ({_count(count)})</h3>\n<ul>\n'
        yield from (_failed(row, is_listed=row.name in listed) for row in found)
        yield "</ul>\n" + _rest(count - len(found))


def _failed(row: Row, *, is_listed: bool) -> str:
    name = f'<a href="#{_anchor("d", row.name)}">{_text(row.name)}</a>' if is_listed else _text(row.name)
    return f'<li id="{_anchor("e", row.name)}">{name}</li>\n'


def _documents(totals: Totals, about: About) -> Iterator[str]:
    if not totals.shown:
        return
    yield "<h2>Documents</h2>\n" + _head("Document", "Words", "Flags", "State")
    yield from (_document(row, about.outputs) for row in totals.shown)
    yield _END + _rest(sum(totals.states.values()) - len(totals.shown))


def _document(row: Row, folder: str) -> str:
    name = _text(row.name)
    if row.output is not None and row.state == State.DONE:
        name = f'<a href="{_text(relative_url(folder, row.output))}">{name}</a>'
    state = f'<a class="error" href="#{_anchor("e", row.name)}">failed</a>' if row.error else _state(row)
    flags = sum(row.flags.values()) if row.state == State.DONE else 0
    numbers = _number(_count(row.words)) + _number(_count(flags) if flags else "")
    return f'<tr id="{_anchor("d", row.name)}"><td>{name}</td>{numbers}<td>{state}</td></tr>\n'


def _state(row: Row) -> str:
    if not row.is_fresh:
        return _WORDS[row.state]
    return "translated" + (f' <span class="soft">({_text(row.reason)})</span>' if row.reason else "")


def relative_url(folder: str, output: str) -> str:
    """A path as a relative URL (RFC 3986, section 4.2): percent-encoded, with a dot before what could look like a scheme."""
    return "/".join((".", *(_quoted(part) for part in (folder, output) if part != ".")))


def _quoted(path: str) -> str:
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:  # half of a pair, which only Windows lets stand in a name
        return quote(path.encode("utf-8", "surrogatepass"), safe="/")


def _head(*columns: str) -> str:
    cells = (f'<th class="number">{name}</th>' if name in _NUMBERS else f"<th>{name}</th>" for name in columns)
    return f'<div class="wide"><table>\n<thead><tr>{"".join(cells)}</tr></thead>\n<tbody>\n'


def _rest(count: int) -> str:
    return f'<p class="soft">{_count(count)} more: see report.jsonl.</p>\n' if count > 0 else ""


def _number(text: str) -> str:
    return f'<td class="number">{text}</td>'


def _count(number: int) -> str:
    return f"{number:,}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{seconds:.1f} s"


def _anchor(kind: str, name: str) -> str:
    return f"{kind}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _text(text: str) -> str:
    """Text as it may stand in the page, between tags or in quotes; what no page may hold is spelled out."""
    return escape(_CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", clean(text)))
