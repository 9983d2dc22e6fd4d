"""Notebooks and templates in a checkout and in a wheel."""

import pytest

from diagnostics.errors import InputError
from diagnostics.run import assets


def test_a_checkout_has_its_assets_beside_the_package():
    assert assets.asset("notebooks/1_align.ipynb").is_file()


def test_a_wheel_carries_its_assets_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "diagnostics"
    (package / "_assets" / "notebooks").mkdir(parents=True)
    (package / "_assets" / "notebooks" / "x.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(assets, "PACKAGE", package)
    assert assets.asset("notebooks/x.ipynb") == package / "_assets" / "notebooks" / "x.ipynb"


@pytest.mark.parametrize("name", ["notebooks/9_none.ipynb", "../pyproject.toml", "/etc/hostname"])
def test_what_is_not_there_or_lies_elsewhere_is_refused(name):
    with pytest.raises(InputError, match="has no asset"):
        assets.asset(name)
