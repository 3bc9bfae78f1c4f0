"""The exceptions of polyglot-news, one tree.

    PolyglotNewsError
    ├── InputError              what was given cannot be used; the command exits with 2
    │   ├── UsageError          options that contradict each other, an output that would replace an input
    │   ├── ReadError           a file is missing, unreadable, a folder, binary, or in another encoding
    │   └── FormatError         a file is not what its format says (bad JSON line, unknown format name)
    │       └── TermBaseError   a term base breaks the rules of one: columns, scripts, kinds, conflicts
    ├── ModelError              a model cannot be used
    │   ├── ModelNotFoundError  no such name, folder or hub id; or no network to fetch it
    │   ├── ModelFormatError    files are missing, broken or of another kind of model
    │   └── DirectionError      the model does not translate in the direction asked for
    ├── EngineError             the engine failed while translating
    └── WriteError              the result could not be written; the command exits with 1

Each message is one line that names the file, the place and what to do about it; only a TermBaseError may have several such
lines, one a problem. Every class carries `exit_code`.
"""


class PolyglotNewsError(Exception):
    """Base of all exceptions that this package raises on purpose."""

    exit_code = 1


class InputError(PolyglotNewsError):
    """What was given cannot be used."""

    exit_code = 2


class UsageError(InputError):
    """Options or arguments that cannot be carried out together."""


class ReadError(InputError):
    """A file that cannot be read as text."""


class FormatError(InputError):
    """A file or a name that does not fit the format it claims."""


class TermBaseError(FormatError):
    """A term base with errors: one line for each of the first ten."""


class ModelError(PolyglotNewsError):
    """A model that cannot be used."""

    exit_code = 2


class ModelNotFoundError(ModelError):
    """No model of that name, folder or hub id can be found or fetched."""


class ModelFormatError(ModelError):
    """A model's files are missing, broken, or those of another kind of model."""


class DirectionError(ModelError):
    """The model does not translate in the direction asked for."""


class EngineError(PolyglotNewsError):
    """The engine failed while translating."""


class WriteError(PolyglotNewsError):
    """A result could not be written."""
