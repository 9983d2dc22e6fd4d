"""Published cases for the tests of control charts."""

from pathlib import Path

import pandas as pd
import pytest

SPC = Path(__file__).parents[5] / "shared" / "data" / "spc"


@pytest.fixture
def published():
    """Reader of a published case that lies beside the project."""

    def read(name: str, **options) -> pd.DataFrame:
        path = SPC / name
        if not path.is_file():
            pytest.skip(f"{name} is not there: the published cases lie beside the project, not in it")
        return pd.read_csv(path, **options)

    return read
