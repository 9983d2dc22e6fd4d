"""The room's names load nothing heavy before they are used."""

import subprocess
import sys

import pytest

import diagnostics.data

HEAVY = ("pandas", "ibis", "duckdb", "pyarrow", "sqlglot", "numpy", "python_calamine")


def test_importing_the_room_loads_no_engine_and_no_frames():
    told = (
        "import sys, diagnostics.data, diagnostics.data.observe, diagnostics.data.suppress;"
        "import diagnostics.dictionary.expression.build;"
        f"print([each for each in {HEAVY!r} if each in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_public_names_are_found_on_first_use():
    from diagnostics.data.engine import open_engine

    assert diagnostics.data.open_engine is open_engine
    with pytest.raises(AttributeError, match="no attribute 'observ'"):
        diagnostics.data.observ  # noqa: B018
