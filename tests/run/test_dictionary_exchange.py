import os
import re
import shutil
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from diagnostics.cli import app as command
from diagnostics.dictionary.exchange import plan_import
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.dictionary_exchange import export_dictionary, import_dictionary
from diagnostics.run.dictionary_page import write_dictionary_page
from tests.dictionary.conftest import Folder


@pytest.fixture
def acme(tmp_path, monkeypatch):
    # Hundreds of spare rows a sheet are most of what a small workbook takes.
    monkeypatch.setattr("diagnostics.dictionary.exchange.write_workbook.SPARE", 5)
    folder = Folder(tmp_path / "acme")
    folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, li: 李}")
    return folder.path


def edited(path, workbook, name, value):
    """The workbook with another owner of a KPI."""
    book = load_workbook(workbook)
    page = book["指标 KPIs"]
    column = [each.value for each in page[1]].index("责任人") + 1
    row = next(at for at in range(2, 20) if page.cell(at, 1).value == name)
    page.cell(row, column).value = value
    other = path.parent / "edited.xlsx"
    book.save(other)
    return other


def files(path):
    return {each.name: each.read_bytes() for each in sorted(path.iterdir()) if each.is_file() and each.name != ".lock"}


def test_out_and_back_changes_no_byte(acme):
    before = files(acme)
    plan = import_dictionary(acme, export_dictionary(acme))
    assert plan.texts == {}
    assert files(acme) == before


def test_a_dry_run_writes_nothing_and_takes_no_lock(acme):
    workbook = edited(acme, export_dictionary(acme), "traffic", "市场部")
    before = files(acme)
    assert import_dictionary(acme, workbook, dry_run=True).changes
    assert files(acme) == before
    assert not (acme / ".lock").exists()


def test_an_import_checks_the_merged_files_in_a_folder_that_is_swept(acme, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []
    load = plan_import.load_engagement
    monkeypatch.setattr(plan_import, "load_engagement", lambda path: (seen.append(Path(path)), load(path))[1])
    workbook = edited(acme, export_dictionary(acme), "traffic", "市场部")
    assert import_dictionary(acme, workbook, dry_run=True).changes
    staged = [each for each in seen if each.name == "merged"]
    assert staged
    assert all(each.parent.name.startswith(f"perfloop-import-{os.getpid()}-") for each in staged)
    assert not any(each.exists() for each in staged)


def test_an_import_leaves_no_staged_file(acme):
    workbook = edited(acme, export_dictionary(acme), "traffic", "市场部")
    import_dictionary(acme, workbook)
    assert not [each for each in acme.iterdir() if each.name.endswith((".import", ".new"))]
    assert "市场部" in (acme / "kpis.yaml").read_text(encoding="utf-8")


def test_a_workbook_that_is_there_is_not_overwritten(acme):
    target = export_dictionary(acme)
    with pytest.raises(InputError, match="is there already, perhaps edited"):
        export_dictionary(acme)
    assert target.name == "dictionary.xlsx"


@pytest.mark.parametrize(("name", "match"), [("a.txt", "must end in .xlsx"), ("a.XLSX", None)])
def test_the_workbook_ends_in_xlsx(acme, tmp_path, name, match):
    if match is None:
        assert export_dictionary(acme, tmp_path / name).is_file()
    else:
        with pytest.raises(InputError, match=match):
            export_dictionary(acme, tmp_path / name)


def test_no_workbook_a_broken_one_and_a_text_are_refused(acme, tmp_path):
    for name, content in (("a.xlsx", None), ("b.xlsx", b"PK\x03\x04broken"), ("c.xlsx", b"id,name"), ("d.csv", b"x")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError):
            import_dictionary(acme, tmp_path / name)


def test_where_a_file_can_not_be_replaced_all_stay_as_they_were(acme, monkeypatch):
    workbook = export_dictionary(acme)
    book = load_workbook(workbook)
    book["指标 KPIs"]["B3"] = "人流"
    book["考核对象 Entities"]["B3"] = "武侯一店"
    book.save(workbook)
    before = files(acme)
    replace = Path.replace

    def failing(self, target):
        if Path(target).name == "entities.csv":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(SurroundingsError, match="all stay as they were"):
        import_dictionary(acme, workbook)
    monkeypatch.undo()
    assert files(acme) == before


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from diagnostics.dictionary.exchange import plan_import
from diagnostics.run.dictionary_exchange import import_dictionary

def dying(path, at):
    # Killed before the replace of this number, or right after it.
    real, seen = Path.replace, [0]
    def replace(self, target):
        if seen[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(self, target)
        seen[0] += 2
        if seen[0] - 1 == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    Path.replace = replace
    import_dictionary(path, Path(sys.argv[2]))

source, at, status = Path(sys.argv[1]), 0, 1
# Every copy has the same plan; only how it is carried out matters here.
plan = import_dictionary(source, Path(sys.argv[2]), dry_run=True)
plan_import.plan_import = lambda *_: plan
while status:
    path = source.parent / f"killed-{at}"
    shutil.copytree(source, path)
    child = os.fork()
    if not child:
        dying(path, at)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    at += 1
"""


def renamed(path):
    """A workbook in which a KPI bears another id, on all its pages: one file without the other opens no more."""
    book = load_workbook(export_dictionary(path, path.parent / "out.xlsx"))
    for page in book:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and not page.title.startswith("_") and page.sheet_state == "visible":
                    cell.value = re.sub(r"\btraffic\b", "visitors", cell.value)
    target = path.parent / "renamed.xlsx"
    book.save(target)
    return target


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_an_import_killed_at_any_replace_is_finished_or_undone_by_the_next_command(acme):
    workbook, before = renamed(acme), files(acme)
    subprocess.run([sys.executable, "-c", KILLED, acme, workbook], check=True)
    folders = sorted(acme.parent.glob("killed-*"), key=lambda each: int(each.name.split("-")[1]))
    after = files(folders.pop())
    assert {name for name in after if after[name] != before[name]} == {"kpis.yaml", "scorecards.yaml"}
    found, torn = [], 0
    commands = (["ledger", "seed"], ["check"], ["dictionary", "page"], ["ledger", "list"], ["data", "list"])
    for path, words in zip(folders, cycle(commands)):
        if (path / ".import").exists():
            torn += 1
            with pytest.raises(InputError, match="killed in .* or is at work there"):
                load_engagement(path)
        told = CliRunner().invoke(command, [*words, str(path)])
        assert told.exit_code == 0 or (words == ["check"] and told.exit_code == 1), told.output
        now = files(path)
        assert not [each for each in now if each.endswith((".import", ".new"))]
        kept = {name: now[name] for name in before}
        found.append("undone" if kept == before else "finished" if kept == after else "torn")
    assert torn, "at least one kill left a journal"
    assert set(found) == {"undone", "finished"}
    assert found == sorted(found, reverse=True), "once all is staged an import is finished"


def test_an_import_after_a_killed_one_never_overwrites_what_was_edited_since(acme, monkeypatch):
    workbook, replace = renamed(acme), Path.replace

    def stopped(self, target):
        if Path(target).name == "scorecards.yaml":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        import_dictionary(acme, workbook)
    monkeypatch.undo()
    before = (acme / "scorecards.yaml").read_bytes()
    (acme / "scorecards.yaml").write_bytes(before + b"# mine\n")
    with pytest.raises(InputError, match=r"was about to replace scorecards.yaml, which was edited since"):
        import_dictionary(acme, workbook)
    assert (acme / "scorecards.yaml").read_bytes() == before + b"# mine\n"
    (acme / "scorecards.yaml").write_bytes(before)
    assert import_dictionary(acme, workbook).texts == {}, "the killed one is finished first"


def test_the_command_tells_conflicts_and_exits_1(acme):
    workbook = edited(acme, export_dictionary(acme), "traffic", "市场部")
    text = (acme / "kpis.yaml").read_text(encoding="utf-8")
    (acme / "kpis.yaml").write_text(
        text.replace(
            "measure: sum(visits)\n  leading: true\n  owner: 运营部",
            "measure: sum(visits)\n  leading: true\n  owner: 财务部",
        ),
        encoding="utf-8",
    )
    before = files(acme)
    told = CliRunner().invoke(command, ["dictionary", "import", str(acme), str(workbook)])
    assert told.exit_code == 1
    assert "base '运营部', theirs '财务部', yours '市场部'" in told.output
    assert told.output.endswith("1 conflict; nothing was written\n")
    assert files(acme) == before


def test_an_import_tells_what_check_will_find_and_did_not_find_before(acme):
    workbook = export_dictionary(acme)
    book = load_workbook(workbook)
    items = next(page for page in book if page.title.endswith("Scorecards"))
    weight = [each.value for each in items[1]].index("权重") + 1
    items.cell(2, weight).value += 0.3
    book.save(workbook)
    told = CliRunner().invoke(command, ["dictionary", "import", str(acme), str(workbook)])
    assert told.exit_code == 1
    assert "error PD101: The weights of scorecard “店长” add up to 130%" in told.output, told.output
    assert told.output.count("PD1") == 1, "what was found before is not told again"
    assert told.output.endswith("scorecards.yaml changed\n")
    again = CliRunner().invoke(command, ["dictionary", "import", str(acme), str(workbook)])
    assert (again.exit_code, again.output) == (0, "nothing to change\n")


def test_a_measure_of_a_column_that_no_file_has_is_told_and_exits_1(acme):
    workbook = export_dictionary(acme)
    book = load_workbook(workbook)
    page = book["指标 KPIs"]
    cell = next(each for row in page.iter_rows(min_row=2) for each in row if str(each.value).startswith("sum("))
    cell.value = 'sum("不存在的列")'
    book.save(workbook)
    told = CliRunner().invoke(command, ["dictionary", "import", str(acme), str(workbook)])
    assert told.exit_code == 1, told.output
    assert "不存在的列" in told.output.partition("check finds in the merged dictionary")[2]


def test_a_page_for_a_folder_that_is_not_there_is_refused(acme, tmp_path):
    with pytest.raises(InputError, match=r"--to .*page.html.: there is no folder"):
        write_dictionary_page(acme, tmp_path / "no" / "page.html")
    assert not (tmp_path / "no").exists()


def test_the_commands_print_what_they_made_last(acme):
    runner = CliRunner()
    out = runner.invoke(command, ["dictionary", "export", str(acme)])
    assert out.output.splitlines()[-1] == str(acme.resolve() / "reports" / "dictionary.xlsx")
    page = runner.invoke(command, ["dictionary", "page", str(acme)])
    assert page.output.splitlines()[-1] == str(acme.resolve() / "reports" / "dictionary.html")
    html = (acme / "reports" / "dictionary.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "default-src &#39;none&#39;" in html
    back = runner.invoke(command, ["dictionary", "import", str(acme), str(acme / "reports" / "dictionary.xlsx")])
    assert (back.exit_code, back.output) == (0, "nothing to change\n")


def test_importing_a_held_engagement_exits_with_its_holder(acme):
    from diagnostics.run.lock import hold

    workbook = export_dictionary(acme)
    with hold(acme, "perfloop run"), pytest.raises(SurroundingsError, match="perfloop run"):
        import_dictionary(acme, workbook)
    shutil.rmtree(acme / "reports")
