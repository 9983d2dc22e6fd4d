"""Real data lie beside the checkout, never in it: tests that need them skip and say so."""

import shutil
from functools import cache
from pathlib import Path

import pytest

import diagnostics as dx

HERE = Path(__file__).parent
DATA = HERE.parents[1].parent / "shared" / "data"


@cache
def _observed(name: str):
    return dx.observe(dx.open_engagement(HERE / name))


@pytest.fixture
def observed():
    """Observations of an engagement by its name, aggregated once a session; nobody may change them."""
    if not DATA.is_dir():
        pytest.skip("the data are not here: ../shared/data")
    return _observed


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real data."""
    if not DATA.is_dir():
        pytest.skip("the data are not here: ../shared/data")
    return DATA


@pytest.fixture(scope="session")
def engagement_copy(real_data, tmp_path_factory):
    """Makes a copy of an engagement's configuration, so that what a run writes stays out of the checkout."""

    def copy(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / name
        shutil.copytree(HERE / name, folder, ignore=shutil.ignore_patterns("runs", "reports", "ledger.db*", ".lock"))
        settings = folder / "engagement.yaml"
        text = settings.read_text("utf-8")
        assert "data_folder: ../../../../shared/data\n" in text
        settings.write_text(text.replace("../../../../shared/data", real_data.as_posix()), "utf-8")
        return folder

    return copy
