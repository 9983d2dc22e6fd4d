"""The notebook is written when it is done, when it failed, and every few seconds."""

from datetime import timedelta

import pytest

from diagnostics.run.notebook_format import import_nbformat, import_papermill

nbformat = import_nbformat()
papermill = import_papermill()

from diagnostics.run import sparing_engine  # noqa: E402 (papermill first comes without what it does not need)
from diagnostics.run.sparing_engine import SparingEngine  # noqa: E402

CELLS = 10


class AskedError(Exception):
    """What a kernel may end with that is no failure of a cell."""


@pytest.fixture
def written(monkeypatch):
    """Every write of a notebook, by whoever writes it."""
    seen = []
    write = papermill.iorw.papermill_io.write
    monkeypatch.setattr(papermill.iorw.papermill_io, "write", lambda *args, **kw: seen.append(1) or write(*args, **kw))
    return seen


def run(tmp_path, monkeypatch, cell):
    """Run a notebook by papermill with this engine; ``cell`` stands in for what a kernel does with each."""

    def execute(manager, kernel_name, **_):
        for number, each in enumerate(manager.nb.cells):
            manager.cell_start(each, number)
            try:
                cell(manager, each, number)
            finally:
                manager.cell_complete(each, number)

    monkeypatch.setattr(SparingEngine, "execute_managed_notebook", staticmethod(execute))
    cells = [nbformat.v4.new_code_cell(f"{n}") for n in range(CELLS)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), tmp_path / "in.ipynb")
    try:
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), engine_name=sparing_engine.NAME, progress_bar=False
        )
    finally:
        run.left = nbformat.read(tmp_path / "out.ipynb", as_version=4)


def test_a_quick_notebook_is_written_once(tmp_path, monkeypatch, written):
    run(tmp_path, monkeypatch, lambda *_: None)
    assert len(written) == 1
    assert {each.metadata.papermill.status for each in run.left.cells} == {"completed"}
    assert run.left.metadata.papermill.end_time


def test_a_slow_one_every_few_seconds(tmp_path, monkeypatch, written):
    def slow(manager, *_):
        manager.last_save_time -= timedelta(seconds=sparing_engine.SAVE_SECONDS / 2)

    run(tmp_path, monkeypatch, slow)
    assert 1 + CELLS // 2 - 1 <= len(written) <= 1 + CELLS // 2 + 1


@pytest.mark.parametrize("error", [AskedError, KeyboardInterrupt, MemoryError])
def test_however_it_ends_its_last_state_is_on_disk(tmp_path, monkeypatch, written, error):
    def dies(_, cell, number):
        cell.outputs = [nbformat.v4.new_output("stream", text=f"cell {number}")]
        if number == 2:
            raise error

    with pytest.raises(error):
        run(tmp_path, monkeypatch, dies)
    assert len(written) == 1
    assert [each.outputs[0].text for each in run.left.cells if each.outputs] == ["cell 0", "cell 1", "cell 2"]


def test_a_failed_cell_leaves_its_error_in_the_notebook(tmp_path, monkeypatch, written):
    def fails(manager, cell, number):
        if number == 1:
            cell.outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="not so", traceback=["there"])]
            manager.cell_exception(cell, number)

    with pytest.raises(papermill.PapermillExecutionError, match="there"):
        run(tmp_path, monkeypatch, fails)
    assert len(written) == 1
    told = [each.ename for cell in run.left.cells for each in cell.get("outputs", ()) if each.output_type == "error"]
    assert told == ["ValueError"]
