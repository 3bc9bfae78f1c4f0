"""Names in Russian text by slovnet's tagger of news (trained on the Nerus corpus): persons, places, organisations.

Its files come with the package `natasha`. That package is never imported, since it pulls in pymorphy2, which no longer runs
everywhere; slovnet and navec read its files directly. They are loaded at the first call (about 60 MB).
"""

import functools
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from polyglot_news.document import NameKind, Span
from polyglot_news.errors import ModelError

_EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_TAGGER = "model/slovnet_ner_news_v1.tar"
_KINDS = {"PER": NameKind.PERSON, "LOC": NameKind.PLACE, "ORG": NameKind.ORGANISATION}
_AT_ONCE = 32  # texts of like length


def tag(texts: Sequence[str]) -> list[list[tuple[Span, NameKind]]]:
    """The names in each of several Russian texts, in order.

    Raises ModelError where the tagger's files are missing.
    """
    found: list[list[tuple[Span, NameKind]]] = [[] for _ in texts]
    order = sorted((n for n, text in enumerate(texts) if text), key=lambda n: len(texts[n]))
    for n, markup in zip(order, _load().map([texts[n] for n in order]), strict=True):
        found[n] = list(_spans(markup))
    return found


def _spans(markup: Any) -> Iterator[tuple[Span, NameKind]]:
    for span in markup.spans:
        yield Span(span.start, span.stop), _KINDS[span.type]


@functools.lru_cache(maxsize=1)
def _load() -> Any:
    from navec import Navec
    from navec.meta import Meta
    from navec.pq import PQ
    from navec.tar import Tar
    from navec.vocab import Vocab
    from slovnet import NER

    class Codes(PQ):  # type: ignore[misc]
        """Vectors to look up; what comparing them would need takes a second and 100 MB, and is left out."""

        def precompute(self) -> None:
            pass

    with Tar(str(data_file(_EMBEDDING))) as tar:
        meta, vocab, codes = Meta.from_file(tar.load("meta.json")), Vocab.from_file(tar.load("vocab.bin")), tar.load("pq.bin")
        embedding = Navec(meta, vocab, Codes.from_file(codes))
    tagger = NER.load(str(data_file(_TAGGER)), batch_size=_AT_ONCE)
    return tagger.navec(embedding)


def data_file(name: str) -> Path:
    """A data file of the package natasha; raises ModelError where it is missing."""
    found = importlib.util.find_spec("natasha")
    for folder in found.submodule_search_locations or () if found else ():
        if (path := Path(folder) / "data" / name).is_file():
            return path
    raise ModelError(f"natasha: its file {name} is missing; type: pip install 'natasha>=1.6'")
