"""From the executed close notebook to the page."""

import json

import nbformat
import pytest

from diagnostics.errors import InputError
from diagnostics.run.manifest import hash_file
from diagnostics.run.publish import MONDAY, MONDAY_PAGE, render, render_monday


@pytest.fixture
def staging(tmp_path):
    for name in ("notebooks", "results"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_a_run_without_an_executed_close_notebook_has_no_page(staging):
    with pytest.raises(InputError, match="no executed 5_close.ipynb"):
        render(staging, {})


@pytest.mark.parametrize("draft", [False, True])
def test_the_page_is_what_the_exporter_makes_of_the_notebook(staging, draft):
    from diagnostics.look.page import MIME, Page, Paragraph, Section
    from diagnostics.run import exporter
    from diagnostics.run.charter_gate import drafted

    section = Section(id="one", title="章", parts=(Paragraph(text="文"),))
    page = Page(language="zh", title="结论", sections=(section,))
    output = nbformat.v4.new_output("display_data", data={MIME: page.record()})
    cells = [nbformat.v4.new_markdown_cell("绝密"), nbformat.v4.new_code_cell("page", outputs=[output])]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), staging / "notebooks" / "5_close.ipynb")
    record = render(staging, {"step close": "k"}, draft=draft)
    html = (staging / record.file).read_text(encoding="utf-8")
    assert html == exporter.render(drafted(page) if draft else page)
    assert "绝密" not in html
    assert record.sha256 == hash_file(staging / record.file)
    assert record.inputs == {"step close": "k"}


def test_a_notebook_without_a_page_is_refused(staging):
    nbformat.write(nbformat.v4.new_notebook(), staging / "notebooks" / "5_close.ipynb")
    with pytest.raises(InputError, match="page"):
        render(staging, {})
    assert list((staging / "results").iterdir()) == []


@pytest.mark.parametrize("draft", [False, True])
def test_the_monday_page_is_made_of_what_the_track_step_wrote(staging, monkeypatch, draft):
    from diagnostics.look.page import Page, Paragraph, Section

    monkeypatch.setattr("diagnostics.run.exporter.render", lambda page, sheet: f"{page.title}|{page.draft}|{sheet}")
    render_monday(staging, draft=draft)
    assert not (staging / MONDAY_PAGE).exists()
    page = Page(language="zh", title="要点", sections=(Section(id="one", title="章", parts=(Paragraph(text="文"),)),))
    (staging / MONDAY).parent.mkdir()
    (staging / MONDAY).write_text(json.dumps(page.record()), encoding="utf-8")
    render_monday(staging, draft=draft)
    title, stamp, sheet = (staging / MONDAY_PAGE).read_text(encoding="utf-8").split("|")
    assert (title, bool(stamp), sheet) == ("要点", draft, "meeting/meeting.css")
