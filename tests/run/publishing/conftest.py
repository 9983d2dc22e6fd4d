"""A published engagement in milliseconds: steps and the publishing notebook without kernels."""

from __future__ import annotations

import io
import shutil

import nbformat
import pytest

from diagnostics.look.page import MIME, Page, Paragraph, Section
from diagnostics.run import carry_out as carrying
from diagnostics.run.progress import Progress
from tests.run.conftest import Steps
from tests.seeds import LEDGER

PERIOD = "2025-06"


def emitted(step, staging, engagement, parameters, on_cell, *, run=None):
    """Stands in for the publishing notebook: its page says what was there to be read."""
    assert engagement is None
    there = sorted(each.relative_to(run).as_posix() for each in run.rglob("*") if each.is_file())
    text = " ".join(each for each in there if not each.startswith("."))
    section = Section(id="one", title="章", parts=(Paragraph(text=text),))
    page = Page(
        language="zh", title=f"{parameters['step']} {parameters['audience']}", client="小店", sections=(section,)
    )
    output = nbformat.v4.new_output("display_data", data={MIME: page.record()})
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("page", outputs=[output])])
    nbformat.write(book, staging / "notebooks" / step.file)
    return 0.1


@pytest.fixture
def notebook(monkeypatch):
    """The publishing notebook, without a kernel; fonts have tests of their own and take longest."""
    monkeypatch.setattr("diagnostics.run.exporter.font_face", lambda text: "")
    monkeypatch.setattr("diagnostics.run.publishing.making.execute", emitted)


@pytest.fixture(scope="module")
def finished(shared_small):
    """An engagement with one complete run, its page published; tests copy it."""
    stand_in = Steps()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(carrying, "execute", stand_in.execute)
        patched.setattr(carrying, "render", stand_in.render)
        patched.setattr("diagnostics.data.engine.child.in_child", lambda function, *given, **_: function(*given))
        carrying.carry_out(shared_small, PERIOD, progress=Progress(io.StringIO()))
    return shared_small


@pytest.fixture
def done(finished, steps, tmp_path):
    """A copy of it; its next page is the second."""
    steps.rendered = 1
    return shutil.copytree(finished, tmp_path.resolve() / "done")


@pytest.fixture
def reports(done):
    """Folder of what is published."""
    return done / "reports" / PERIOD


@pytest.fixture
def small_ledger(small):
    """The same engagement with a ledger of its own."""
    (small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    return small.resolve()
