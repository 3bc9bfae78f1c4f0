"""What several test modules share."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from polyglot_news import Options, Pipeline

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"

# The same examples on every run, so that a change is judged by itself; `make search` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
SAMPLES = ROOT / "samples"

# A shell that runs the tests in the background has them ignore interrupts, which the commands that they start would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The bundled model, both directions, as a user gets it by default."""
    return Pipeline(Options())


@pytest.fixture(autouse=True, scope="session")
def _offline() -> None:
    """No test may reach for a hub."""
    os.environ["HF_HUB_OFFLINE"] = "1"
