"""A document in one language: the source with each translated segment in the place of the original, all else untouched."""

from polyglot_news.document import BilingualDocument, splice
from polyglot_news.formats import reflow


def write(result: BilingualDocument) -> str:
    """The document with every translation that there is, in the source's own format."""
    return _merged(result, {translation.language for translation in result.translations})


def write_in(result: BilingualDocument, language: str) -> str:
    """The document with the translations into `language`: of a result in both languages, the one that is asked for."""
    return _merged(result, {language})


def _merged(result: BilingualDocument, languages: set[str | None]) -> str:
    document = result.document
    pairs = zip(document.segments, result.translations, strict=True)
    changed = [(s, t.text) for s, t in pairs if t.text is not None and t.text != s.text and t.language in languages]
    if document.meta.format == "text":
        return reflow.merge(document, {segment.id: text for segment, text in changed})
    return splice(document.text, ((segment.span, text) for segment, text in changed))
