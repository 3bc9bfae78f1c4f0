"""A document in one language: the source with each translated segment in the place of the original, all else untouched."""

from polyglot_news.document import BilingualDocument, splice


def write(result: BilingualDocument) -> str:
    """The text of the document in the language it was translated into, in the source's own format."""
    document = result.document
    pairs = zip(document.segments, result.translations, strict=True)
    return splice(document.text, ((s.span, t.text) for s, t in pairs if t.text is not None and t.text != s.text))
