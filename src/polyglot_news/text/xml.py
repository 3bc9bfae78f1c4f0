"""XML read an element at a time, for formats that arrive from elsewhere: what is wrong is told with its line.

The parser is expat, which tells the line of every element. It opens no other file, and a file that declares entities is
refused: entities can make a small file huge, or read other ones.
"""

from typing import NoReturn
from xml.parsers import expat

from polyglot_news.errors import FormatError


class XmlReader:
    """Follows expat through a file; the readers of formats derive from it and take what they need from the elements."""

    error: type[FormatError] = FormatError
    """What is raised for a file that is wrong."""
    namespaces = False
    """Whether names come with their namespace before them and a blank between."""

    def __init__(self, name: str) -> None:
        self.name = name
        """What messages call the file."""
        self._parser = parser = expat.ParserCreate(namespace_separator=" " if self.namespaces else None)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.EntityDeclHandler = self._refuse_declaration
        parser.SkippedEntityHandler = self._refuse_reference

    @property
    def line(self) -> int:
        """Where the parser is."""
        return self._parser.CurrentLineNumber

    def feed(self, data: bytes, *, last: bool) -> None:
        """Read the next bytes. Raises `error`."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            reason, column = expat.ErrorString(error.code), error.offset + 1
            self.refuse(f"not well-formed XML: {reason} (column {column}); export it anew", line=error.lineno)
        except LookupError as error:  # pyexpat asks Python's codecs for encodings that expat does not know
            self.refuse(f"not readable XML: {error}; save it as UTF-8", line=1)

    def refuse(self, reason: str, *, line: int = 0) -> NoReturn:
        """Raise `error` for the line named, or for that of the element that is being read."""
        raise self.error(f"{self.name}:{line or self.line}: {reason}") from None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text inside an element, or a part of it."""

    def _refuse_declaration(self, entity: str, *_: object) -> None:
        self.refuse(
            f"the file declares an entity, {entity!r}; this is refused, since it can make a small file huge or read"
            " other files; write the characters themselves"
        )

    def _refuse_reference(self, entity: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.refuse(f"unknown entity, &{entity}; write the character itself")
