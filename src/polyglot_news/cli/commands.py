"""The group of commands: one module each, loaded when it is called; how it ends."""

import io
import os
import sys
from importlib import import_module
from importlib.metadata import version

import click

from polyglot_news.cli import loading
from polyglot_news.errors import PolyglotNewsError

_COMMANDS = {
    "translate": (
        "polyglot_news.cli.translate",
        "translate",
        "Translate files into bilingual documents, or into one language.",
    ),
    "batch": ("polyglot_news.cli.batch", "batch", "Translate folders and archives of thousands of documents."),
    "detect": ("polyglot_news.cli.detect", "detect", "Show the segments of files and the language of each."),
    "names": ("polyglot_news.cli.names", "names", "Show the names in files, how each is spelled and why."),
    "models": ("polyglot_news.cli.models", "models", "List, add, check and remove translation models."),
    "evaluate": ("polyglot_news.cli.evaluate", "evaluate", "Score a model on a test set: BLEU, chrF, numbers, names, speed."),
    "memory": ("polyglot_news.cli.memory", "memory", "Look after a translation memory: corrections, TMX, search."),
    "romanise": ("polyglot_news.cli.romanise", "romanise", "Write Cyrillic names and text in Latin letters."),
}


class _LazyGroup(click.Group):
    """Knows its subcommands by name and help line; imports one when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        with loading():
            command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 2 bad input or usage (the rest of several files is done all the same), 1 failure.",
)
@click.version_option(version("polyglot-news"), prog_name="polyglot-news")
@click.option(
    "--debug",
    is_flag=True,
    help="Show the tracebacks of errors; give it before the command: polyglot-news --debug translate ...",
)
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Turn mixed Russian and English news into bilingual documents, offline.

    \b
    polyglot-news translate article.md             both languages side by side, to the screen
    polyglot-news translate article.md -o out.md   the same into a file
    polyglot-news translate *.md -o out/           several files, one model load
    polyglot-news translate --to en story.txt      the whole story in English, its format kept
    polyglot-news translate - < post.txt           from standard input
    polyglot-news batch archive/ out/              a folder of thousands, interrupted and resumed as you like
    polyglot-news detect article.md                which language each sentence is in
    polyglot-news names article.md                 its names, in Russian and English
    polyglot-news models list                      the models on this machine
    polyglot-news evaluate --help                  how good one of them is
    """
    ctx.obj = debug


def run() -> int:
    """Run the command; errors become one line and an exit code. Raises KeyboardInterrupt."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that its encoding lacks is no reason to fail
    try:
        try:
            cli.main(prog_name="polyglot-news", standalone_mode=False)
        finally:
            if sys.stdout is not None:  # what is still in it is written while an error can be told
                sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        return _explain(error)
    except click.Abort:  # what click makes of an interrupt
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        _forget_stdout()
        return 1
    except PolyglotNewsError as error:
        from polyglot_news.cli.console import report

        report(error, debug="--debug" in sys.argv[1:])
        return error.exit_code
    except OSError as error:  # the system's no to what no command expects: mostly standard output, which has no name
        if "--debug" in sys.argv[1:]:
            raise
        _forget_stdout()
        print(f"polyglot-news: {error.filename or 'standard output'}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _explain(error: click.ClickException) -> int:
    """A mistake in the arguments in one line, with the help that tells more."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "polyglot-news"
    message = " ".join(error.format_message().split()).removesuffix(".")
    print(f"polyglot-news: {message}; see {command} --help", file=sys.stderr)
    return error.exit_code


def _forget_stdout() -> None:
    """The reader has gone: what is still buffered must not raise again when Python closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
