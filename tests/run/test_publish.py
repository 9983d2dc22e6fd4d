"""From the executed close notebook to the page."""

import nbformat
import pytest

from diagnostics.errors import InputError
from diagnostics.run.manifest import hash_file
from diagnostics.run.publish import render


@pytest.fixture
def staging(tmp_path):
    for name in ("notebooks", "results"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_run_without_an_executed_close_notebook_has_no_page(staging):
    with pytest.raises(InputError, match="no executed 5_close.ipynb"):
        render(staging, {})


def test_the_page_is_what_the_exporter_makes_of_the_notebook(staging, monkeypatch):
    from diagnostics.run import exporter

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("绝密")])
    nbformat.write(notebook, staging / "notebooks" / "5_close.ipynb")
    monkeypatch.setattr(
        exporter.PageExporter, "from_notebook_node", lambda self, nb, **_: (f"<p>{len(nb.cells)} 页</p>\n", {})
    )
    record = render(staging, {"step close": "k"})
    assert (staging / record.file).read_text(encoding="utf-8") == "<p>1 页</p>\n"
    assert record.sha256 == hash_file(staging / record.file)
    assert record.inputs == {"step close": "k"}


def test_a_notebook_without_a_page_is_refused(staging):
    nbformat.write(nbformat.v4.new_notebook(), staging / "notebooks" / "5_close.ipynb")
    with pytest.raises(InputError, match="page"):
        render(staging, {})
    assert list((staging / "results").iterdir()) == []
