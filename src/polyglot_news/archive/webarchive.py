"""Web archives (WARC, ISO 28500:2017): the pages and texts in them.

Read are `response` and `resource` records: of responses those with status 200 (RFC 9110, 15.3.1), of all those of one of these
media types:

    text/html, application/xhtml+xml    the article as Markdown, by trafilatura; the rest of the page is left out
    text/plain, text/markdown           the bytes as they are, in whatever encoding they have

For a web page the promise that nothing is lost holds for the extracted Markdown, not for the HTML. The charset of a page is
the one of its Content-Type (RFC 9110, 8.3.2), unless the bytes are wrong in it; else trafilatura finds it out.

`warcio` and `trafilatura` come with the extra `polyglot-news[warc]`. Nothing is fetched.
"""

import gzip
import re
from collections.abc import Iterator
from email.message import Message
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from polyglot_news.archive.containers import Member, damaged, read_limited
from polyglot_news.archive.places import one_line
from polyglot_news.errors import PolyglotNewsError, ReadError

_PAGES = ("text/html", "application/xhtml+xml")
_SUFFIXES = dict.fromkeys(_PAGES, ".html.md") | {"text/plain": ".txt", "text/markdown": ".md"}
_OWN_SUFFIX = re.compile(r"\.(?:x?html?|txt|md|markdown)\Z", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.]+|_+")
_LONGEST_NAME = 80  # characters; of Cyrillic ones two bytes each, and systems take 255 bytes
_BLOCK = 1 << 16
_MISSING = "needs packages that are not installed: pip install 'polyglot-news[warc]'"


def warc_members(file: BinaryIO) -> Iterator[Member]:
    """The pages and texts of a web archive, in one pass. Raises ReadError and what `warcio` raises on damage.

    A page's size is not known before it is read. Names are the record's number and what is plain in its address.
    """
    for number, record in _records(file):
        media_type = _media_type(record)
        if media_type in _SUFFIXES:
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            identity = record.rec_headers.get_header("WARC-Record-ID") or ""
            name = f"{number:06d}-{_plain(address)}".rstrip("-") + _SUFFIXES[media_type]
            yield Member(number, name, f"{number}-{identity}-{record.length}", -1)


class _Gzip(gzip.GzipFile):
    """Gives all that is before a cut, and then tells of it; `warcio` takes an EOFError for the end of a whole archive."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self.read1(-1 if size is None else size)
        except EOFError as error:
            raise ReadError(f"damaged: {one_line(error)}") from error


def _records(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """All records with their running numbers, which begin with 1."""
    if not (find_spec("warcio") and find_spec("trafilatura")):
        raise ReadError(_MISSING)
    iterate = import_module("warcio.archiveiterator").ArchiveIterator
    file.seek(0)
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    # The library's own unpacking checks no checksums, and refuses an archive that is packed as a whole.
    records = iterate(_Gzip(fileobj=file) if is_packed else file, no_record_parse=True)
    for number, record in enumerate(records, 1):
        if record.length is None:  # ISO 28500, 5.6: no record is without one
            raise ReadError(f"damaged: cut off in record {number}")
        record.http_headers = _http_headers(record)
        yield number, record
        while record.raw_stream.read(_BLOCK):
            pass
        if getattr(record.raw_stream, "limit", 0):
            raise ReadError(f"damaged: cut off in record {number}")
    if records.err_count:
        raise ReadError("damaged: the length of a record is wrong")


def _http_headers(record: Any) -> Any:
    """The status and header fields of a response; None where there are none to be read.

    The library's iterator takes a record without any for the end of the archive, so it is not left to do this.
    """
    if record.rec_type != "response":
        return None
    parser = import_module("warcio.statusandheaders").StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)
    try:
        return parser.parse(record.raw_stream)
    except (EOFError, ValueError, import_module("warcio.statusandheaders").StatusAndHeadersParserException):
        return None


def _media_type(record: Any) -> str:
    """The media type in lower case; "" for a record that is no document."""
    if record.rec_type == "response" and record.http_headers and record.http_headers.get_statuscode() == "200":
        return _content_type(record).get_content_type()
    return _content_type(record).get_content_type() if record.rec_type == "resource" else ""


def _content_type(record: Any) -> Message:
    is_response = record.rec_type == "response"
    said = record.http_headers.get_header("Content-Type") if is_response else record.content_type
    message = Message()
    message["Content-Type"] = " ".join((said or "application/octet-stream").split())
    return message


def _plain(address: str) -> str:
    """Host and path of an address in letters, digits, dots and hyphens; a path in percent signs is read (RFC 3986, 2.1)."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", unquote(parts.path, errors="replace")
    except ValueError:  # brackets that are no IPv6 address
        host, path = "", address
    joined = _UNSAFE.sub("-", _OWN_SUFFIX.sub("", f"{host}{path}"))
    return re.sub(r"[.-]{2,}", "-", joined).strip("-.")[:_LONGEST_NAME].strip("-.")


class WarcReader:
    """An open web archive; a pass goes on where the last record was, and begins anew only for an earlier one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._pass = _records(file)
        self._next = 0
        self._failure = ""

    def get(self, number: int, limit: int) -> bytes:
        """See `containers.Reader`; a page is its article as Markdown in UTF-8."""
        if self._failure:
            raise ReadError(self._failure)
        if number < self._next:
            self._pass, self._next = _records(self._file), 0
        try:
            record = self._find(number)
        except Exception as error:  # damage makes `warcio` and `zlib` raise errors of several kinds
            self._failure = damaged(error)
            raise ReadError(self._failure) from error
        if record is None:
            raise ReadError("no longer in the archive")
        return _document(record, limit)

    def _find(self, number: int) -> Any:
        for at, record in self._pass:
            self._next = at + 1
            if at == number:
                return record
        return None


def _document(record: Any, limit: int) -> bytes:
    media_type = _media_type(record)
    try:
        data = read_limited(record.content_stream(), limit)
    except Exception as error:
        raise ReadError(damaged(error)) from error
    if media_type not in _PAGES:
        return data
    address = record.rec_headers.get_header("WARC-Target-URI")
    return article(data, charset=_content_type(record).get_content_charset(), address=address).encode("utf-8")


def article(page: bytes, *, charset: str | None = None, address: str | None = None) -> str:
    """The article of a web page as Markdown, its title at the top.

    The same page gives the same text, whatever was read before it. Raises ReadError, which says only the reason.
    """
    try:
        trafilatura = import_module("trafilatura")
    except ImportError as error:
        raise ReadError(_MISSING) from error
    try:
        tree = trafilatura.load_html(_decoded(page, charset))
        if tree is None:
            raise ReadError("no article text found")
        about = trafilatura.extract_metadata(tree, default_url=address)
        text = trafilatura.extract(
            tree,
            url=address,
            output_format="markdown",
            include_links=True,
            include_comments=False,
            deduplicate=False,  # it would remember other pages
        )
    except PolyglotNewsError:
        raise
    except Exception as error:  # an HTML parser's errors are no one's contract
        raise ReadError(f"the page cannot be read: {one_line(error)}") from error
    if not (text and text.strip()):
        raise ReadError("no article text found")
    return _titled(about.title if about else None, text.strip())


def _decoded(page: bytes, charset: str | None) -> str | bytes:
    try:
        return page.decode(charset) if charset else page
    except (LookupError, UnicodeDecodeError):
        return page


def _titled(title: str | None, text: str) -> str:
    """The text with its title as a heading, unless it begins with that already."""
    words = " ".join((title or "").split())
    first = text.splitlines()[0].lstrip("# ").strip()
    return f"{text}\n" if not words or first.casefold() == words.casefold() else f"# {words}\n\n{text}\n"
