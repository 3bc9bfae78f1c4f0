"""Patterns of names, in the manner of gitignore and `pathlib.PurePath.full_match`.

    *.md          the last part, in any folder
    draft         a file or a folder of that name, in any folder
    /notes.md     only at the top
    2021/*.md     in that folder, not below it
    2021/**       all that is below that folder
    **/draft-*    as `draft-*`
    old/          a folder, not a file

`*` stands for any characters but a slash, `?` for one of them, `[abc]`, `[a-z]` and `[!abc]` for one of or one but those; `**`
as a whole part stands for any number of folders, none too. Letter case matters. There is no `!pattern`.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import accumulate, groupby


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns fits the relative POSIX path `name`; a folder's name ends in a slash."""
    is_folder = name.endswith("/")
    parts = tuple(name.strip("/").split("/"))
    return any(_fits(parts, pattern) for pattern in patterns if is_folder or not pattern.endswith("/"))


def covers(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns fits `name` or a folder that it is in: what gitignore leaves out."""
    patterns = tuple(patterns)
    folders = name.split("/")[:-1]
    above = accumulate(folders, lambda path, part: f"{path}/{part}")
    return bool(patterns) and (matches(name, patterns) or any(matches(folder + "/", patterns) for folder in above))


def _fits(parts: tuple[str, ...], pattern: str) -> bool:
    wanted = _split(pattern)
    return len(wanted) > 0 and _fit(parts, wanted)


@lru_cache(maxsize=256)
def _split(pattern: str) -> tuple[str, ...]:
    """The parts of a pattern, from the top: `draft` is `**/draft`; several `**` in a row are one."""
    body = pattern.removesuffix("/")
    if not body:
        return ()
    if "/" not in body:
        return ("**", body) if body != "**" else ("**",)
    parts = [part for part in body.split("/") if part not in ("", ".")]
    return tuple(part for part, group in groupby(parts) for part in ([part] if part == "**" else group))


def _fit(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    first, rest = pattern[0], pattern[1:]
    if first == "**":
        return any(_fit(parts[at:], rest) for at in range(len(parts) + 1)) if rest else bool(parts)
    return bool(parts) and fnmatchcase(parts[0], first) and _fit(parts[1:], rest)
