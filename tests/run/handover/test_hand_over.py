"""The folder that a client goes on with alone."""

import hashlib
import json
import shutil
from html import unescape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from diagnostics.errors import InputError
from diagnostics.look.page import Page, Paragraph, Section
from diagnostics.look.parts import Note
from diagnostics.run.handover import hand_over
from diagnostics.run.handover.excluded import counted
from diagnostics.run.handover.hand_over import _write
from diagnostics.run.handover.plain_texts import plain_text_of
from diagnostics.run.handover.published_pages import published_pages
from diagnostics.run.handover.word import word_html
from diagnostics.run.workspace import Workspace


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


def test_the_ledgers_copy_tells_nobody_what_few_people_are_paid(handed):
    book = openpyxl.load_workbook(handed.folder / "ledger.xlsx")
    told = "\n".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell)
    told += (handed.folder / "ledger.ics").read_text(encoding="utf-8")
    assert "店长薪酬与业绩联动" in told
    assert "金额见约定" in told
    for amount in ("3,500", "4,000", "7,500", "17600", "24000"):
        assert amount not in told


def test_what_worked_is_written_down_and_what_did_not_is_no_guideline(handed):
    told = (handed.folder / "standard-work.md").read_text(encoding="utf-8")
    head, _, rest = told.partition("## 不要照搬的做法")
    assert "## 会员七日回访流程" in head
    assert "店长固定工资上调" not in head
    assert "店长固定工资上调" in rest
    # What can't be judged yet is neither; it is carried over.
    assert "店长薪酬与业绩联动" not in told.partition("结转到下一轮：")[0]
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


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_stays_is_counted_by_its_place_and_what_is_handed_over_is_not(tmp_path, elsewhere):
    home, data = tmp_path / "home", tmp_path / ("other" if elsewhere else "home") / "data"
    for name in ("notes/gap.md", "evidence/a.yaml", "evidence/b.yaml", "runs/p/r/work/o.parquet", "engagement.yaml",
                 "runs/p/r/logs/align.log", "ledger.db", "ledger.db-wal", "kpis.yaml", "odd.txt", ".git/x", ".lock",
                 "reports/p/a.html", "reports/p/consultant/a.html"):  # fmt: skip
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    data.mkdir(parents=True)
    (data / "x_1.csv").write_text("x")
    settings = SimpleNamespace(sources={"x": SimpleNamespace(patterns=("x_*.csv",))})
    told = {"notes": 1, "evidence": 2, "data": 1, "work": 1, "notebooks": 1, "ledger": 1, "other": 1}
    told |= {"configuration": 1, "reports": 1}
    engagement = SimpleNamespace(folder=home, data_folder=data.resolve(), settings=settings)
    assert dict(counted(engagement, {"reports/p/a.html"})) == told


@pytest.fixture
def copied(demo_a, tmp_path):
    """Demo A in a folder of its own, so that what is published of it can be spoiled."""
    kept = shutil.ignore_patterns("work", "notebooks", "logs")
    return Path(shutil.copytree(demo_a.folder, tmp_path / "client" / "kangyue", ignore=kept))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda reports: (reports / "retrospective.html").write_text("x"), "not as it was published"),
        (lambda reports: (reports / "manifest.json").unlink(), "Nothing is published"),
    ],
)
def test_pages_that_are_not_as_they_were_published_are_no_part_of_it(demo_a, copied, spoil, told):
    engagement = SimpleNamespace(folder=copied)
    run = Workspace(demo_a.folder, "2025-06").current()
    (copied / "reports/2025-06/private.html").write_text("x")
    assert [name for name, _ in published_pages(engagement, run)] == ["retrospective.html"]
    spoil(copied / "reports/2025-06")
    with pytest.raises(InputError, match=told):
        list(published_pages(engagement, run))


def test_what_a_killed_hand_over_left_is_cleared(tmp_path):
    left = tmp_path / ".client.abc123.handover"
    left.mkdir()
    (left / "ledger.xlsx").write_text("x")
    _write(tmp_path / "client", {"pages/a.html": b"x"})
    assert [each.name for each in tmp_path.iterdir()] == ["client"]


def test_a_number_that_a_calendars_fold_parts_is_seen_whole():
    assert (
        plain_text_of("a.ics", b"SUMMARY:call 1391234\r\n 5678\r\nUID:a\r\n @b\r\n") == b"SUMMARY:call 13912345678\r\n"
    )


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
