"""Mixed Russian and English news into bilingual aligned documents, offline.

    from polyglot_news import Pipeline
    for unit in Pipeline().translate_paragraph("Глава ЦБ сделала заявление. It was brief."):
        print(unit.source, "|", unit.target, unit.flags)

Importing this package loads nothing; each name is fetched when it is first used.
"""

TYPE_CHECKING = False  # as type checkers take it; importing it from `typing` is half of what a command's start would cost
if TYPE_CHECKING:
    from typing import Any

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

    __version__: str

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

_HOMES = {
    "errors": ("PolyglotNewsError",),
    "mt.loading": ("EngineOptions",),
    "options": ("Options",),
    "pipeline": ("Pipeline", "translate_file"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> "Any":
    """A name of the package, when it is first asked for (PEP 562): a command that was mistyped need not wait for them all."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        from importlib.metadata import version

        found: Any = version("polyglot-news")
    else:
        from importlib import import_module

        found = getattr(import_module(f"{__name__}.{_HOME_OF.get(name, 'document')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
