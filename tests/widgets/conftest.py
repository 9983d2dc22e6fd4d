"""Case A's engagement, never run: the lab needs its files alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def case_a(tmp_path_factory) -> Path:
    """Folder of case A; tests that write copy it."""
    from diagnostics.run.demo import demo_engagement

    folder = tmp_path_factory.mktemp("lab") / "a"
    demo_engagement("a", folder, "zh")
    return folder


@pytest.fixture
def own_case_a(case_a, tmp_path) -> Path:
    """Folder of case A that a test may write into."""
    return Path(shutil.copytree(case_a, tmp_path / "a"))
