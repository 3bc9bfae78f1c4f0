r"""The user's term base: files of pairs, Russian and English, that the translation has to keep to.

A file is TSV or TBX (`tbx.py`), told by its suffix, else by its first character. TSV is what a spreadsheet saves as "Unicode
text" and what `names --format tsv` writes:

    ru <TAB> en <TAB> kind <TAB> whatever else, ignored

- UTF-8, with or without a byte order mark, or UTF-16 with one; any line ends.
- A first line `ru <TAB> en ...` is a header. Empty lines are skipped, and comments: lines whose first character is `#`, or that
  begin with blanks and `#` and have no tab. So a blank before it makes a term of a hashtag: ` #митинг <TAB> #rally`.
- Quotes are quotes; no character is escaped.
- The kind may be missing or empty; `KIND_OF` has the spellings of it.
"""

import codecs
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from polyglot_news.errors import ReadError, TermBaseError
from polyglot_news.names.tbx import read_tbx, write_tbx
from polyglot_news.names.term import (
    CONTROLS,
    KINDS,
    Problem,
    Row,
    Term,
    check_rows,
    drop_invisible,
    fold,
    is_cyrillic,
    neat,
    printable,
    shown,
)

__all__ = ["KINDS", "Term", "fold", "merge_terms", "parse_terms", "read_terms", "write_tbx", "write_tsv"]

_TSV = frozenset({".tsv", ".tab", ".txt"})
_TBX = frozenset({".tbx", ".xml"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OFFICE = ((b"PK\x03\x04", "a ZIP archive, such as XLSX, ODS or DOCX"), (b"\xd0\xcf\x11\xe0", "an old Office document"))
_LINE_END = re.compile(r"\r\n|\r|\n")  # str.splitlines cuts at U+2028 and U+0085 too, where editors see no line
_OTHER_SEPARATORS = ((";", "semicolons"), (",", "commas"), ("|", "bars"), (" ", "spaces"))
_EXPECTED = "ru<TAB>en<TAB>kind"


def read_terms(path: str | os.PathLike[str]) -> list[Term]:
    """The terms of one file, in its order, each Russian term once (`check_rows`).

    Raises ReadError where there is no such file or it cannot be read, TermBaseError where it is no term base or has errors.
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadError(f"{path}: the term base cannot be read: {reason}") from error
    return parse_terms(data, os.fspath(path))


def parse_terms(data: bytes, name: str) -> list[Term]:
    """The terms in the bytes of a file whose name is `name`. Raises TermBaseError."""
    kind = next((kind for magic, kind in _OFFICE if data.startswith(magic)), None)
    if kind:
        raise TermBaseError(f"{name}: this is {kind}; save the table as text with tabs, in UTF-8")
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - Path would have it that a name ends with the last slash
    if suffix in _TBX or (suffix not in _TSV and _looks_like_xml(data)):
        return check_rows(read_tbx(data, name), name)
    text = drop_invisible(_decode(data, name)).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TermBaseError(f"{name}:{line}: a NUL: this is no text, or UTF-16 without a byte order mark; save it as UTF-8")
    return check_rows(_read_rows(text), name)


def merge_terms(bases: Sequence[Sequence[Term]]) -> list[Term]:
    """One term base of several, each Russian term once: a later base wins, in the place where it stood first."""
    return list({fold(term.ru): term for base in bases for term in base}.values())


def write_tsv(terms: Iterable[Term]) -> str:
    """A table with a header, which `read_terms` reads back: the same terms, but for their origins.

    Tabs, line ends and other controls inside a term become blanks.
    """
    lines = [f"{_writable(term.ru)}\t{printable(term.en)}\t{term.kind}\n" for term in terms]
    return "".join(["ru\ten\tkind\n", *lines])


def _writable(ru: str) -> str:
    ru = printable(ru)
    return f" {ru}" if ru.startswith("#") else ru  # else it would be a comment


def _looks_like_xml(data: bytes) -> bool:
    encoding = next((encoding for bom, encoding in _MARKS if data.startswith(bom)), "utf-8")
    return data[:200].decode(encoding, "ignore").lstrip("\ufeff \t\r\n").startswith("<")


def _decode(data: bytes, name: str) -> str:
    """The text of a table; nothing is guessed, since what is wrong here goes into every translation."""
    bom, encoding = next((mark for mark in _MARKS if data.startswith(mark[0])), (b"", "utf-8"))
    body = data[len(bom) :]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = _LINE_END.findall(body[: error.start].decode(encoding, "ignore"))
        wrong = body[error.start : error.start + 1].hex()
        raise TermBaseError(
            f"{name}:{len(before) + 1}: not {encoding.upper()} (byte {wrong}); save the file as UTF-8"
        ) from None


def _read_rows(text: str) -> Iterator[Row | Problem]:
    has_controls = CONTROLS.search(text) is not None
    is_first = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or ((line[0] == "#" or line[0].isspace()) and _is_skipped(line)):
            continue
        cells = line.split("\t", 3)
        problem = None
        if is_first or has_controls or len(cells) < 2:  # else there can be none
            if is_first and _is_header(cells):
                is_first = False
                continue
            problem = _problem_of(number, line, cells, is_first=is_first)
            is_first = False
        yield problem or Row(number, neat(cells[0]), neat(cells[1]), cells[2].strip() if len(cells) > 2 else "")


def _is_skipped(line: str) -> bool:
    """Whether a line holds blanks only, or a comment."""
    return line[0] == "#" or line.isspace() or ("\t" not in line and line.lstrip()[0] == "#")


def _is_header(cells: list[str]) -> bool:
    return [cell.strip().lower() for cell in cells[:2]] == ["ru", "en"]


def _problem_of(number: int, line: str, cells: list[str], *, is_first: bool) -> Problem | None:
    """What keeps a line from being a row."""
    if control := CONTROLS.search(line):
        return Problem(number, f"a control character, U+{ord(control[0]):04X}, in {shown(line)}; take it out")
    if len(cells) < 2:
        other = next((f"; it has {known} instead of tabs" for sign, known in _OTHER_SEPARATORS if sign in line.strip()), "")
        return Problem(number, f"one column, {shown(line.strip())}, where {_EXPECTED} is expected{other}")
    if is_first and not is_cyrillic(line) and cells[0].strip() and cells[1].strip():
        return Problem(number, f"no Cyrillic letter in {shown(line)}; should it be a header, that reads {_EXPECTED}")
    return None
