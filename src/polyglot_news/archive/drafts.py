"""Drafts as bytes, from one process to another and in the state folder between two passes.

JSON with all but ASCII escaped: it holds lone surrogates, which a text may have and UTF-8 has not, and reading it runs nothing.
"""

import json

import msgspec

from polyglot_news.naming import Draft


def pack_draft(draft: Draft) -> bytes:
    """A draft as JSON."""
    return json.dumps(msgspec.to_builtins(draft), separators=(",", ":")).encode("ascii")


def unpack_draft(data: bytes) -> Draft:
    """What `pack_draft` packed. Raises ValueError for anything else."""
    try:
        return msgspec.convert(json.loads(data), Draft)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
