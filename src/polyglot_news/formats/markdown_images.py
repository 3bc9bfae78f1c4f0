"""Pictures in a paragraph: which stand apart, so that what is said of them is a sentence, and which inside a sentence.

    Вчера. ![Карта](u) Сети растут.    apart: three sentences; the blanks beside the picture end sentences
    Снято ![Карта](u) в мае.           inside: one item, carried across as it stands; its words would fall into the sentence

A picture stands apart that is alone in its line, or has no words of its sentence on either side: before it are the paragraph's
beginning, the end of a sentence or such a picture, behind it its end, a capital or such a picture. A link around it belongs to
it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from polyglot_news.document import MarkKind
from polyglot_news.formats.markdown_inline import Piece

_ENDS = re.compile(r"[.!?…:][\"'»”’)\]]*\Z")
_BEGINS = re.compile(r"[\"'«“„‘(\[—–-]*\s?[^\Wa-zа-яё_]")


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture with the link around it; `first` and `last` are its pieces, those of the picture alone `inner`."""

    first: int
    last: int
    inner: tuple[int, int]
    is_free: bool
    """Whether no other pair stands around it."""


def with_images(pieces: Sequence[Piece], content: str) -> list[Piece]:
    """The pieces, with each picture inside a sentence as one, and line breaks beside each that stands apart."""
    images = list(_images(pieces))
    if not images:
        return list(pieces)
    result, edges, at = list[Piece](), list[tuple[int, int]](), 0
    for image, is_apart in zip(images, _apart(pieces, images, content), strict=True):
        first, last = image.inner
        if is_apart:
            edges.append((pieces[image.first].start, pieces[image.last].stop))
            continue
        whole = Piece(pieces[first].start, pieces[last].stop, MarkKind.ATOM, _shown(pieces, content, first, last))
        result += [*pieces[at:first], whole]
        at = last + 1
    return list(_with_breaks([*result, *pieces[at:]], edges, content))


def _images(pieces: Sequence[Piece]) -> Iterator[_Image]:
    """The pictures that are in no other."""
    depth, level, begun = 0, 0, 0
    for number, piece in enumerate(pieces):
        side = {MarkKind.OPEN: 1, MarkKind.CLOSE: -1}.get(piece.kind, 0)
        if piece.name == "image":
            begun = number if side > 0 and not level else begun
            level += side
            if not level:
                yield _image(pieces, begun, number, depth)
        elif not level and not piece.name.startswith("<"):
            depth += side


def _image(pieces: Sequence[Piece], first: int, last: int, depth: int) -> _Image:
    before, after = pieces[first - 1] if first else None, pieces[last + 1] if last + 1 < len(pieces) else None
    is_linked = before is not None and after is not None and before.name == after.name == "link"
    if is_linked and before and after and before.stop == pieces[first].start and after.start == pieces[last].stop:
        return _Image(first - 1, last + 1, (first, last), depth == 1)
    return _Image(first, last, (first, last), depth == 0)


def _apart(pieces: Sequence[Piece], images: Sequence[_Image], content: str) -> list[bool]:
    """Whether each picture stands apart."""
    edges = [-1, *(edge for image in images for edge in (image.first, image.last)), len(pieces)]
    between = [_shown(pieces, content, start, stop) for start, stop in zip(edges[0::2], edges[1::2], strict=True)]
    alone = [image.is_free and _is_line(pieces, image, content) for image in images]
    before, after = list[bool](), list[bool]()
    for number, text in enumerate(between[:-1]):
        last = number == 0 or before[-1] or alone[number - 1]
        before.append(text.rstrip(" ").endswith("\n") or bool(_ENDS.search(text.rstrip()) if text.strip() else last))
    for number, text in reversed(list(enumerate(between[1:]))):
        last = number == len(images) - 1 or after[-1] or alone[number + 1]
        after.append(text.lstrip(" ").startswith("\n") or bool(_BEGINS.match(text.lstrip()) if text.strip() else last))
    return [
        alone[number] or (image.is_free and before[number] and after[-1 - number] and _has_room(pieces, image, content))
        for number, image in enumerate(images)
    ]


def _shown(pieces: Sequence[Piece], content: str, first: int, last: int) -> str:
    """What a reader sees between two pieces, which may be the edges of the content."""
    at = pieces[first].stop if first >= 0 else 0
    shown = ""
    for piece in pieces[first + 1 : last]:
        shown += content[at : piece.start] + piece.text
        at = piece.stop
    return shown + content[at : pieces[last].start if last < len(pieces) else len(content)]


def _is_line(pieces: Sequence[Piece], image: _Image, content: str) -> bool:
    """Whether nothing else is in the picture's line."""
    before = pieces[image.first - 1] if image.first else None
    after = pieces[image.last + 1] if image.last + 1 < len(pieces) else None
    starts = pieces[image.first].start == (before.stop if before and before.kind is MarkKind.BREAK else 0)
    ends = pieces[image.last].stop == (after.start if after and after.kind is MarkKind.BREAK else len(content))
    return starts and ends


def _has_room(pieces: Sequence[Piece], image: _Image, content: str) -> bool:
    """Whether a blank, a break or nothing is on either side."""
    start, stop = pieces[image.first].start, pieces[image.last].stop
    return content[start - 1 : start] in ("", " ", "\n") and content[stop : stop + 1] in ("", " ", "\n")


def _with_breaks(pieces: Sequence[Piece], edges: Sequence[tuple[int, int]], content: str) -> Iterator[Piece]:
    """The pieces, and the blanks and line ends beside the stretches `edges` as breaks that end a sentence."""
    starts, stops = {start for start, _ in edges}, {stop for _, stop in edges}
    blanks = {start - 1 for start in starts} | stops
    taken = {at for piece in pieces for at in (piece.start, piece.stop - 1)}
    added = [
        Piece(at, at + 1, MarkKind.BREAK, "\n")
        for at in blanks
        if 0 < at < len(content) - 1 and content[at] == " " and at not in taken
    ]
    for piece in sorted([*pieces, *added], key=lambda piece: piece.start):
        is_beside = piece.kind is MarkKind.BREAK and (piece.stop in starts or piece.start in stops)
        yield replace(piece, text="\n") if is_beside else piece
