"""How a run tells what it does."""

from typing import Protocol


class Watcher(Protocol):
    """Who is told how a pass comes on."""

    def stage(self, name: str, documents: int) -> None:
        """A step begins, with so many documents."""

    def advance(self, documents: int, words: int) -> None:
        """So many more are done."""

    def note(self, message: str) -> None:
        """A line for the user."""
