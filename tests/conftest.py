"""What several test modules share."""

import os
from pathlib import Path

import pytest

from polyglot_news import Options, Pipeline

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
SAMPLES = ROOT / "samples"


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The bundled model, both directions, as a user gets it by default."""
    return Pipeline(Options())


@pytest.fixture(autouse=True, scope="session")
def _offline() -> None:
    """No test may reach for a hub."""
    os.environ["HF_HUB_OFFLINE"] = "1"
