"""Front matter: what a Markdown file says of itself at its very start, in YAML between `---` or in TOML between `+++`.

`---` is also Markdown's rule, and `+++` a paragraph like any other, so what they enclose has to look like data.
"""

import re
import tomllib
from dataclasses import dataclass

from polyglot_news.document import Span
from polyglot_news.formats.markdown_lines import LINE_END

_END = r"[ \t]*(?=\r|\n|\Z)"
_YAML = re.compile(rf"---[ \t]*(?:\r\n?|\n)(?P<content>.*?)(?:\r\n?|\n)(?:---|\.\.\.){_END}", re.DOTALL)
_TOML = re.compile(rf"\+\+\+[ \t]*(?:\r\n?|\n)(?P<content>.*?)(?:\r\n?|\n)\+\+\+{_END}", re.DOTALL)
_YAML_KEY = r"""(?:[^\s:#>|*`\[\-"'][^\s:]*|"[^"\r\n]*"|'[^'\r\n]*')[ \t]*:(?=\s|\Z)"""
_YAML_START = re.compile(rf"(?:#[^\r\n]*[\r\n]+)*{_YAML_KEY}")
_YAML_LINE = re.compile(rf"{_YAML_KEY}|\s|#|-(?=\s|\Z)|[\]}}]")  # a key, or what a value of several lines can go on with


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the data stand, in which language, and where Markdown begins after them."""

    language: str
    content: Span
    stop: int


def find_front_matter(text: str) -> FrontMatter | None:
    """The front matter of a text, if it has any.

    YAML: the first line is a key (`title: ...`), comments aside, and every other line is one, too, or could be part of a value.
    TOML: what Python's own parser reads, with at least one key.
    """
    for opening, language, pattern, fits in (("---", "yaml", _YAML, _is_yaml), ("+++", "toml", _TOML, _is_toml)):
        found = pattern.match(text) if text.startswith(opening) else None
        if found and fits(found["content"]):
            return FrontMatter(language, Span(*found.span("content")), found.end())
    return None


def _is_yaml(content: str) -> bool:
    lines = LINE_END.split(content)
    return _YAML_START.match(content) is not None and all(not line or _YAML_LINE.match(line) is not None for line in lines)


def _is_toml(content: str) -> bool:
    try:
        return bool(tomllib.loads(LINE_END.sub("\n", content)))
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
