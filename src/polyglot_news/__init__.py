"""Mixed Russian and English news into bilingual aligned documents, offline.

    from polyglot_news import Pipeline
    for unit in Pipeline().translate_paragraph("Глава ЦБ сделала заявление. It was brief."):
        print(unit.source, "|", unit.target, unit.flags)

Importing this package loads no model and none of the libraries that run one.
"""

from importlib.metadata import version

from polyglot_news.document import (
    BilingualDocument,
    Block,
    BlockKind,
    Direction,
    Document,
    Mark,
    MarkKind,
    Origin,
    Segment,
    Span,
    Translation,
    TranslationUnit,
)
from polyglot_news.errors import PolyglotNewsError
from polyglot_news.mt.loading import EngineOptions
from polyglot_news.options import Options
from polyglot_news.pipeline import Pipeline, translate_file

__version__ = version("polyglot-news")
__all__ = [
    "BilingualDocument",
    "Block",
    "BlockKind",
    "Direction",
    "Document",
    "EngineOptions",
    "Mark",
    "MarkKind",
    "Options",
    "Origin",
    "Pipeline",
    "PolyglotNewsError",
    "Segment",
    "Span",
    "Translation",
    "TranslationUnit",
    "__version__",
    "translate_file",
]
