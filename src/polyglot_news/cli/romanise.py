"""`polyglot-news romanise`."""

import sys
from collections.abc import Iterable

import click

from polyglot_news.errors import ReadError, UsageError
from polyglot_news.names.romanise import SCHEMES
from polyglot_news.names.romanise import romanise as to_latin

_STDIN = "-"


@click.command(
    epilog="`--list` shows the schemes, each with its standard. Exit codes: 0 done, 2 bad input or usage (an unknown scheme)."
)
@click.argument("text", nargs=-1, metavar="TEXT...|-")
@click.option("--scheme", default="news", show_default=True, metavar="NAME", help="How letters are spelled; see --list.")
@click.option(
    "--yo",
    type=click.Choice(["yo", "e"]),
    default="yo",
    show_default=True,
    help="ё as the scheme has it (Korolyov), or as if it were е (Korolev).",
)
@click.option("--list", "is_listing", is_flag=True, help="Show the schemes and end.")
def romanise(text: tuple[str, ...], scheme: str, yo: str, is_listing: bool) -> None:
    """Write TEXT in Latin letters; what is not Cyrillic stays as it is. `-` reads lines from standard input, in UTF-8.

    \b
    polyglot-news romanise Юрий Королёв                    Yury Korolyov
    polyglot-news romanise --yo e Юрий Королёв             Yury Korolev
    polyglot-news romanise --scheme icao-9303 Юрий         Iurii
    polyglot-news romanise - < names.txt                   a line for a line
    """
    if is_listing:
        _print(f"{name:<14} {standard}\n" for name, standard in SCHEMES.items())
        return
    if not text:
        raise UsageError("romanise: no TEXT; give it, or - for standard input, or --list for the schemes")
    to_latin("", scheme, yo=yo)  # an unknown scheme is refused before the input is waited for
    lines = _stdin_lines() if text == (_STDIN,) else [" ".join(text) + "\n"]
    _print(to_latin(line, scheme, yo=yo) for line in lines)


def _stdin_lines() -> Iterable[str]:
    """The lines of standard input, with their ends; raises ReadError where one is not UTF-8."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise ReadError(f"standard input, line {number}: not UTF-8; convert it, as with iconv -t utf-8") from None


def _print(lines: Iterable[str]) -> None:
    """Line by line, so that a pipe behind sees each as it is done."""
    for line in lines:
        sys.stdout.buffer.write(line.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
