"""TMX, the exchange format of translation memories, read and written a unit at a time.

Source: TMX 1.4b, OSCAR recommendation of LISA (now with GALA), 26 April 2005; older editions, with `lang` for `xml:lang`, are
read too. Of a `tu` are used:

- its first `tuv` in Russian and its first in English, with or without a region; a `tu` without both, or with an empty one, is
  skipped. `srclang`, of the `tu` or else of the header, says which is the source; where it is `*all*`, another language or
  missing, the pair is two units, one for each direction;
- of a `seg` the text as it stands, and that inside `hi`. What `bpt`, `ept`, `it`, `ph` and `ut` hold is code of the format that
  the segment came from, a `sub` in them no part of the sentence: it is left out, with a blank where it alone kept two words
  apart. Blanks at the ends of a segment are left out, but for those in files of our own;
- `prop` of the types that `write_tmx` writes: `x-format` in any file; the others in files whose header names this program, as
  another one may have changed the text. Without them a unit is an imported one, in plain text.

The parser opens no other file, and a file that declares entities is refused (`text/xml.py`).
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import IO

from polyglot_news.errors import ReadError
from polyglot_news.memory.units import Unit, UnitOrigin
from polyglot_news.text.xml import XmlReader

_TOOL = "polyglot-news"
_CHUNK = 1 << 16  # bytes
_LANGUAGES = ("ru", "en")
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_FORMATS = frozenset({"markdown", "text"})
# XML 1.0 (fifth edition), production Char, turned round.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FOOT = "  </body>\n</tmx>\n"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the units given to `write_tmx`."""

    units: int
    left_out: int
    """With a character that XML cannot hold, such as a NUL or half a surrogate pair."""


def write_tmx(units: Iterable[Unit], file: IO[bytes]) -> Written:
    """Write a TMX file in UTF-8, which `read_tmx` reads back: the same units in the same order."""
    file.write(_head().encode())
    written = left_out = 0
    for unit in units:
        if _UNWRITABLE.search("\n".join(_texts(unit))):
            left_out += 1
            continue
        file.write(_tu(unit).encode())
        written += 1
    file.write(_FOOT.encode())
    return Written(written, left_out)


def read_tmx(path: str | os.PathLike[str]) -> Iterator[Unit]:
    """The units of a TMX file, in its order, while it is read.

    Raises ReadError where it cannot be read, FormatError, with the line, for what is no XML, no TMX or declares entities, and
    at the end where no unit was in Russian and English.
    """
    reader = _Reader(os.fspath(path))
    try:
        with Path(path).open("rb") as file:
            while data := file.read(_CHUNK):
                yield from reader.read(data)
        yield from reader.read(b"", last=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadError(f"{path}: the translation memory cannot be read: {reason}") from error


def _head() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'  <header creationtool="{_TOOL}" creationtoolversion="{version("polyglot-news")}" segtype="sentence"'
        ' o-tmf="SQLite" adminlang="en" srclang="*all*" datatype="unknown"/>\n  <body>\n'
    )


def _texts(unit: Unit) -> Iterator[str]:
    yield from (unit.source, unit.target, unit.format, unit.signature, unit.context, *unit.flags, *unit.steps)


def _tu(unit: Unit) -> str:
    source, _, target = unit.direction.partition("-")
    props = "".join(f'      <prop type="x-{name}">{_text(value)}</prop>\n' for name, value in _props(unit))
    return f'    <tu srclang="{escape(source)}">\n{props}{_tuv(source, unit.source)}{_tuv(target, unit.target)}    </tu>\n'


def _props(unit: Unit) -> Iterator[tuple[str, str]]:
    yield "origin", str(unit.origin)
    yield "format", unit.format
    if unit.signature:
        yield "signature", unit.signature
    if unit.context:
        yield "context", unit.context
    if unit.score is not None:
        yield "score", repr(unit.score)
    yield from (("flag", flag) for flag in unit.flags)
    yield from (("step", step) for step in unit.steps)


def _tuv(language: str, text: str) -> str:
    return f'      <tuv xml:lang="{escape(language)}"><seg>{_text(text)}</seg></tuv>\n'


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\r", "&#13;")  # a parser would read a line feed


@dataclass(slots=True)
class _Tu:
    """A `tu` while it is read."""

    source_language: str
    texts: dict[str, str] = field(default_factory=dict)
    props: list[tuple[str, str]] = field(default_factory=list)

    def units(self, *, ours: bool) -> Iterator[Unit]:
        pair = {language: text if ours else text.strip() for language, text in self.texts.items()}
        if not all(pair.get(language) for language in _LANGUAGES):
            return
        for source, target in (_LANGUAGES, _LANGUAGES[::-1]):
            if self.source_language in (source, "") or self.source_language not in _LANGUAGES:
                yield self._unit(f"{source}-{target}", pair[source], pair[target], ours=ours)

    def _unit(self, direction: str, source: str, target: str, *, ours: bool) -> Unit:
        props = dict(self.props)
        format_name = props.get("x-format", "")
        if format_name not in _FORMATS:
            format_name = "text"
        if not ours or props.get("x-origin") not in frozenset(UnitOrigin):
            return Unit(source, target, direction, format_name, UnitOrigin.IMPORT)
        return Unit(
            source=source,
            target=target,
            direction=direction,
            format=format_name,
            origin=UnitOrigin(props["x-origin"]),
            signature=props.get("x-signature", ""),
            context=props.get("x-context", ""),
            score=_number(props.get("x-score")),
            flags=tuple(text for name, text in self.props if name == "x-flag"),
            steps=tuple(text for name, text in self.props if name == "x-step"),
        )


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _language(attributes: dict[str, str], *names: str) -> str:
    """`ru` of `ru-RU`, `RU_ru` ..., after the first of these attributes that is there."""
    tag = next((attributes[name] for name in names if name in attributes), "")
    return tag.strip().replace("_", "-").partition("-")[0].lower()


class _Reader(XmlReader):
    """Keeps the units that have ended."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._units: list[Unit] = []
        self._found = self._ours = False
        self._first_line = 0  # of the first <tu>; 0 while there is none
        self._path: list[str] = []
        self._header_language = ""
        self._tu: _Tu | None = None
        self._tuv_language = ""
        self._prop = ""
        self._text: list[str] = []
        self._codes = 0  # how many elements with code are open
        self._code_ended = False

    def read(self, data: bytes, *, last: bool = False) -> list[Unit]:
        """The units that ended in the next bytes. Raises FormatError."""
        self.feed(data, last=last)
        units, self._units = self._units, []
        self._found = self._found or bool(units)
        if last and self._first_line and not self._found:
            reason = "no unit here or below has a Russian and an English text; look at xml:lang of its <tuv>"
            self.refuse(reason, line=self._first_line)
        return units

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self._path and tag != "tmx":
            self.refuse(f"the root element is <{tag}>; TMX has <tmx>")
        self._path.append(tag)
        if tag == "header":
            self._ours = attributes.get("creationtool") == _TOOL
            self._header_language = _language(attributes, "srclang")
        elif tag == "tu":
            self._tu = _Tu(_language(attributes, "srclang") or self._header_language)
            self._first_line = self._first_line or self.line
        elif tag == "tuv":
            self._tuv_language = _language(attributes, "xml:lang", "lang")
        elif tag == "prop":
            self._prop, self._text = attributes.get("type", ""), []
        elif tag == "seg":
            self._text, self._code_ended = [], False
        elif tag in _CODES:
            self._codes += 1

    def characters(self, text: str) -> None:
        """Text of a segment or a property; that of codes is left out."""
        if self._codes:
            return
        if self._code_ended and self._text and self._text[-1][-1:].isalnum() and text[0].isalnum():
            self._text.append(" ")
        self._code_ended = False
        self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._path.pop()
        if self._tu is None:
            return
        if tag == "seg":
            self._tu.texts.setdefault(self._tuv_language, "".join(self._text))
        elif tag == "prop" and self._path[-1] == "tu":
            self._tu.props.append((self._prop, "".join(self._text)))
        elif tag in _CODES:
            self._codes -= 1
            self._code_ended = True
        elif tag == "tu":
            self._units.extend(self._tu.units(ours=self._ours))
            self._tu = None
