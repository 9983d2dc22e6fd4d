"""What a process can't change once it has imported."""

import pytest

from diagnostics.run.warm import fingerprint as module
from diagnostics.run.warm.fingerprint import fingerprint


@pytest.mark.parametrize(
    "name", ["PYTHONHASHSEED", "PYTHONPATH", "OPENBLAS_NUM_THREADS", "LC_ALL", "LANG", "MPLCONFIGDIR", "HOME"]
)
def test_what_lasts_makes_another_parent(name):
    assert fingerprint({name: "a"}) != fingerprint({name: "b"})
    assert fingerprint({name: "a"}) == fingerprint({name: "a", "CLIENT_SECRET": "x", "TMPDIR": "/b"})


def test_an_installed_package_makes_another_parent(monkeypatch):
    before = fingerprint({})
    monkeypatch.setattr(module, "_installed", lambda: [("site-packages", 1)])
    assert fingerprint({}) != before


def test_another_interpreter_makes_another_parent(monkeypatch):
    before = fingerprint({})
    monkeypatch.setattr(module.sys, "executable", "/other/python")
    assert fingerprint({}) != before
