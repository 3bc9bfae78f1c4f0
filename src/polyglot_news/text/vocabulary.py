"""English words in small letters: `vocabulary.en.txt`, the commonest forms of the starter model's training data."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """15,000 forms that are no names."""
    return frozenset((files(__package__) / "vocabulary.en.txt").read_text(encoding="utf-8").split())
