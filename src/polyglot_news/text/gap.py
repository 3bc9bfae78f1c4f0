"""A place where a sentence may end, and what is around it: what the rules of `sentences.py` look at."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from polyglot_news.text.stops import STARTERS

NEAR = 24  # characters that an abbreviation may take, with its number
LOOK = 160  # characters that a rule sees on either side; enough for a bracket or a quoted title

OPENING = re.compile(r"[^\w.!?…‼⁉❗❓❕❔]*")
WORD = re.compile(r"[^\W\d_]+")
LAST_WORD = re.compile(r"[^\W\d_]+$")


class Verdict(Enum):
    """What a rule says of a gap; a rule that has nothing to say returns None."""

    JOIN = "join"
    CUT = "cut"


@dataclass(frozen=True)
class Gap:
    """A place where a sentence may end."""

    left: str
    """The sentence so far, up to the stop; at most its last `LOOK` characters."""
    first: bool
    """Whether `left` is all of the sentence so far."""
    stop: str
    """`.`, `?!`, `…`, a smiley."""
    close: str
    """Closing quotation marks, brackets and footnote numbers after the stop."""
    tail: str
    """Emoji that stay with the sentence before."""
    space: str
    """White space after all that."""
    right: str
    """What follows: at most `LOOK` characters, to the line's end."""

    @cached_property
    def near(self) -> str:
        """The last characters before the stop: enough for an abbreviation."""
        return self.left[-NEAR:]

    @cached_property
    def word(self) -> str:
        """The last word before the stop, without a stop."""
        found = LAST_WORD.search(self.near)
        return found.group() if found else ""

    @cached_property
    def opening(self) -> str:
        """What stands before the first word or number on the right: quotation marks, brackets, dashes."""
        found = OPENING.match(self.right)
        return found.group() if found else ""

    @cached_property
    def ahead(self) -> str:
        """What follows, without `opening`."""
        return self.right[len(self.opening) :]

    @cached_property
    def next_word(self) -> str:
        """The first word on the right, or nothing where a number or the line's end is there."""
        found = WORD.match(self.ahead)
        return found.group() if found else ""

    @property
    def plain(self) -> bool:
        """Whether this is one full stop and nothing else, as after an abbreviation."""
        return self.stop == "." and not self.close

    @property
    def starter(self) -> bool:
        """Whether a word follows that begins sentences but no names (`A. В. Суворов` has an initial there)."""
        return self.next_word in STARTERS and not self.ahead.startswith(".", len(self.next_word))
