"""TBX, the exchange format of term bases, read and written.

Read are both editions, whatever their dialect: of 2008 (`martif`, `termEntry/langSet/tig` or `ntig/termGrp`) and of 2019
(`tbx`, `conceptEntry/langSec/termSec`), data categories as attributes (`<termNote type="termType">`, style DCA) or as tags
(`<basic:termType>`, style DCT), with or without namespaces. Source: the dialect TBX-Basic of ISO 30042:2019, schemas and
examples as published by LTAC Global (https://github.com/LTAC-Global/TBX-Basic_dialect). Of an entry are used:

- its terms whose `xml:lang` is `ru` or `en`, with or without a region. An entry without one of them is skipped, and so are
  empty terms and Russian ones in Latin letters («BIOS»), in which there is nothing to translate;
- `administrativeStatus` (older: `normativeAuthorization`): the English is the preferred term, else the first that is not
  deprecated or superseded, else the first. Every Russian term, the deprecated too, is a term of its own with that English;
- `termType` and `subjectField`: a kind, if it is one of ours (`KIND_OF`).

The parser is expat itself, for it tells the line of every element. It never opens another file; a DOCTYPE that names a DTD, as
the edition of 2008 has, is passed over, and one that declares entities is refused ("billion laughs"). A package that does the
same (defusedxml) would be one more to install, for two handlers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from polyglot_news.errors import TermBaseError
from polyglot_news.names.term import CONTROLS, KIND_OF, Problem, Row, Term, drop_invisible, is_cyrillic, neat, printable
from polyglot_news.text.xml import XmlReader

_ROOTS = frozenset({"martif", "tbx"})
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_SECTIONS = frozenset({"tig", "ntig", "termSec"})
_CARRIERS = frozenset({"termNote", "descrip", "admin"})  # whose `type` is the data category
_KINDS = frozenset({"termType", "subjectField"})
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})
_BAD_STATUS = ("deprecated", "superseded", "obsolete", "forbidden")
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <sourceDesc>
        <p>Russian and English terms, written by polyglot-news</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"""
_FOOT = """\
    </body>
  </text>
</tbx>
"""


def read_tbx(data: bytes, name: str) -> list[Row | Problem]:
    """The pairs of a TBX file, by entries; a row has the line of its Russian term. `name` is what messages call the file.

    Raises TermBaseError, with the line, for what is no XML, no TBX, declares entities, or has no entry in both languages.
    """
    reader = _Reader(name)
    reader.feed(data, last=True)
    if reader.first_line and not reader.has_pair and not reader.rows:
        known = ", ".join(sorted(reader.languages)) or "none"
        raise TermBaseError(
            f"{name}:{reader.first_line}: no entry here or below has a Russian and an English term (languages: {known})"
        )
    return reader.rows


def write_tbx(terms: Iterable[Term]) -> str:
    """A TBX-Basic file, style DCA, which `read_terms` reads back: the same terms, but for their origins. To be saved as UTF-8.

    A kind is the subject field of the concept, since the picklist of `termType` has none of ours; `term` is left out. The
    origin is the source of the Russian term.
    """
    return "".join([_HEAD, *(_entry(number, term) for number, term in enumerate(terms, start=1)), _FOOT])


def _entry(number: int, term: Term) -> str:
    subject = "" if term.kind == "term" else f'        <descrip type="subjectField">{_text(term.kind)}</descrip>\n'
    source = f'            <admin type="source">{_text(term.origin)}</admin>\n' if term.origin else ""
    return (
        f'      <conceptEntry id="c{number}">\n{subject}'
        f"{_language('ru', term.ru, source)}{_language('en', term.en, '')}"
        "      </conceptEntry>\n"
    )


def _language(code: str, text: str, notes: str) -> str:
    return (
        f'        <langSec xml:lang="{code}">\n          <termSec>\n'
        f"            <term>{_text(text)}</term>\n{notes}"
        "          </termSec>\n        </langSec>\n"
    )


def _text(text: str) -> str:
    return escape(printable(text), quote=False)


@dataclass(slots=True)
class _Section:
    """A term in one language with what is said about it."""

    line: int
    text: str = ""
    rank: int = 1
    """0 for a preferred term, 2 for one that should not be used."""
    kinds: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """A concept: its terms in the two languages, in the order of the file."""

    sections: dict[str, list[_Section]] = field(default_factory=lambda: {"ru": [], "en": []})
    kinds: list[str] = field(default_factory=list)


def _rows_of(entry: _Entry) -> Iterator[Row | Problem]:
    english = min(entry.sections["en"], key=lambda section: section.rank)
    for russian in entry.sections["ru"]:
        for section in (russian, english):
            if control := CONTROLS.search(section.text):
                yield Problem(section.line, f"a control character, U+{ord(control[0]):04X}, in a term; take it out")
                break
        else:
            if is_cyrillic(russian.text) or is_cyrillic(english.text):
                kind = next(iter((*russian.kinds, *english.kinds, *entry.kinds)), "")
                yield Row(russian.line, russian.text, english.text, kind)


class _Reader(XmlReader):
    """Keeps the pairs."""

    error = TermBaseError
    namespaces = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.rows: list[Row | Problem] = []
        self.languages: set[str] = set()
        self.first_line = 0  # of the first entry; 0 while there is none
        self.has_pair = False  # whether an entry has both languages, though it may have given no row
        self._entry: _Entry | None = None
        self._language = ""
        self._section: _Section | None = None
        self._depth = 0
        self._category = ""  # of the element whose text is being taken: "term", or a data category
        self._taken_at = 0  # the depth of that element; 0 while there is none
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = tag.rpartition(" ")[2]
        self._depth += 1
        if self._depth == 1 and local not in _ROOTS:
            self.refuse(f"the root element is <{local}>; TBX has <tbx> or <martif>")
        if self._taken_at:  # an element inside a term, such as <hi>: its text belongs to the term
            return
        if local in _ENTRIES:
            self._entry = _Entry()
            self.first_line = self.first_line or self.line
        elif self._entry is not None:
            self._start_inside(local, attributes)

    def _start_inside(self, local: str, attributes: dict[str, str]) -> None:
        line = self.line
        if local in _LANGUAGES:
            tag = attributes.get(_XML_LANG, attributes.get("lang", "")).strip()
            self._language = tag.replace("_", "-").partition("-")[0].lower()
            self.languages.add(tag)
            if not tag:
                self.rows.append(Problem(line, f"<{local}> without xml:lang; it is ru or en here"))
        elif local in _SECTIONS:
            self._section = _Section(line)
        else:
            category = attributes.get("type", "") if local in _CARRIERS else local
            if category in _KINDS or category in _STATUS or (local == "term" and self._section is not None):
                self._category, self._taken_at, self._text = category, self._depth, []
                if self._section is not None and local == "term":
                    self._section.line = line

    def characters(self, text: str) -> None:
        """Text of a term or a data category."""
        if self._taken_at:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        local = tag.rpartition(" ")[2]
        if self._taken_at == self._depth:
            self._take(neat(drop_invisible("".join(self._text))))
            self._taken_at = 0
        elif local in _SECTIONS and self._section is not None and self._entry is not None:
            if self._section.text and self._language in self._entry.sections:
                self._entry.sections[self._language].append(self._section)
            self._section = None
        elif local in _LANGUAGES:
            self._language = ""
        elif local in _ENTRIES and self._entry is not None:
            if self._entry.sections["ru"] and self._entry.sections["en"]:
                self.has_pair = True
                self.rows.extend(_rows_of(self._entry))
            self._entry = None
        self._depth -= 1

    def _take(self, text: str) -> None:
        """Put the text of a term or a data category where it belongs."""
        if self._category == "term":
            if self._section is not None:
                self._section.text = text
        elif self._category in _KINDS:
            owner = self._section or self._entry
            if owner is not None and text and text.casefold() in KIND_OF:
                owner.kinds.append(text)
        elif self._section is not None and self._category in _STATUS:
            status = text.casefold()
            self._section.rank = 0 if status.startswith("preferred") else 2 if status.startswith(_BAD_STATUS) else 1
