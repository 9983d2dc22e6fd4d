"""The folder that a client goes on with alone."""

import hashlib
import json
from html import unescape
from io import BytesIO

import openpyxl
import pytest

from diagnostics.errors import InputError
from diagnostics.look.page import Page, Paragraph, Section
from diagnostics.look.parts import Note
from diagnostics.run.handover import hand_over
from diagnostics.run.handover.excluded import counted
from diagnostics.run.handover.plain_texts import plain_text_of
from diagnostics.run.handover.word import word_html


@pytest.fixture(scope="module")
def handed(demo_a, tmp_path_factory):
    return hand_over(demo_a.folder, "2025-06", tmp_path_factory.mktemp("handover") / "kangyue")


def test_everything_that_a_successor_needs_is_there(handed):
    for name in ("start-here", "standard-work", "open-items", "review-days", "sources", "updating", "excluded"):
        assert (handed.folder / f"{name}.md").is_file()
        assert (handed.folder / f"{name}.html").is_file()
    for name in ("dictionary.xlsx", "ledger.xlsx", "ledger.ics", "review-days.ics", "pages/retrospective.html"):
        assert (handed.folder / name).is_file()
    told = json.loads((handed.folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert set(told) == set(handed.files) - {"manifest.json"}
    for name, digest in told.items():
        assert hashlib.sha256((handed.folder / name).read_bytes()).hexdigest() == digest


def test_what_worked_is_written_down_and_what_did_not_is_no_guideline(handed):
    told = (handed.folder / "standard-work.md").read_text(encoding="utf-8")
    head, _, rest = told.partition("## 不要照搬的做法")
    assert "## 会员七日回访流程" in head
    assert "店长固定工资上调" not in head
    assert "店长固定工资上调" in rest
    # What can't be judged yet is neither.
    assert "店长薪酬与业绩联动" not in told
    assert "店长薪酬与业绩联动" in (handed.folder / "open-items.md").read_text(encoding="utf-8")


def test_no_working_paper_and_no_data_is_in_it(handed, demo_a):
    for path in handed.folder.rglob("*"):
        assert path.suffix in ("", ".md", ".html", ".xlsx", ".ics", ".json"), path
    everything = b"".join(
        plain_text_of(each.name, each.read_bytes()) for each in handed.folder.rglob("*") if each.is_file()
    )
    assert str(demo_a.folder).encode() not in everything
    assert "访谈、五问和鱼骨图等底稿" in (handed.folder / "excluded.md").read_text(encoding="utf-8")


def test_the_same_engagement_gives_the_same_bytes(handed, demo_a, tmp_path):
    again = hand_over(demo_a.folder, "2025-06", tmp_path / "kangyue")
    for name in again.files:
        assert (again.folder / name).read_bytes() == (handed.folder / name).read_bytes(), name


def test_a_leak_stops_all_of_it(demo_a, tmp_path, monkeypatch):
    monkeypatch.setattr("diagnostics.run.handover.word.word_html", lambda _: "call 138 0013 8000 now")
    with pytest.raises(Exception, match=r"(?s)phone") as stopped:
        hand_over(demo_a.folder, "2025-06", tmp_path / "kangyue")
    assert "13800138000" not in str(stopped.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("period", "message"), [("2025-05", "no finished run"), ("soon", "soon")])
def test_a_period_without_a_run_is_refused(demo_a, tmp_path, period, message):
    with pytest.raises(InputError, match=message):
        hand_over(demo_a.folder, period, tmp_path / "kangyue")


def test_a_folder_that_is_there_is_not_touched(demo_a, tmp_path):
    with pytest.raises(InputError, match="there already"):
        hand_over(demo_a.folder, "2025-06", tmp_path)


def test_what_stays_is_counted_by_its_place(tmp_path):
    for name in ("notes/gap.md", "evidence/a.yaml", "evidence/b.yaml", "data/x.csv", "runs/p/r/work/o.parquet",
                 "runs/p/r/logs/align.log", "ledger.db", "kpis.yaml", "odd.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    told = {"notes": 1, "evidence": 2, "data": 1, "work": 1, "notebooks": 1, "ledger": 1, "other": 1}
    assert dict(counted(tmp_path)) == told


def test_text_of_a_client_stays_text_in_word():
    text = "<img src=x onerror=alert(1)>"
    note = Note(title=text, by=text, flag=text, parts=(Paragraph(text=text),))
    section = Section(id="one", title=text, parts=(Paragraph(text=text), note))
    html = word_html(Page(language="zh", title=text, sections=(section,)))
    assert "<img" not in html
    assert html.count("&lt;img") == 8
    assert "default-src 'none'" in unescape(html)


def test_the_fingerprint_of_a_hidden_sheet_is_left_out_only_where_it_is_one():
    def book(first):
        made, stream = openpyxl.Workbook(), BytesIO()
        sheet = made.create_sheet("base")
        sheet.sheet_state = "veryHidden"
        for row, text in enumerate((first, "content"), start=1):
            sheet.cell(row, 1, text)
        made.save(stream)
        return plain_text_of("a.xlsx", stream.getvalue())

    assert book(hashlib.sha256(b"content").hexdigest()) == b"content"
    assert book("b" * 64).startswith(b"b" * 64)
