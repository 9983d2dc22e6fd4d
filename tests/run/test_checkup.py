"""perfloop checkup as a command."""

import pytest

from diagnostics.errors import InputError, SurroundingsError, UnknownNameError
from diagnostics.run.checkup import check_up
from tests.loop.align.checkup.sheets import MAKES

pytestmark = pytest.mark.usefixtures("quick_font")


def test_the_command_tells_the_worst_and_writes_the_page_beside_the_file(tmp_path, perfloop_here):
    done = perfloop_here("checkup", MAKES["list_by_role"](tmp_path / "kpi.xlsx"))
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "kpi.xlsx：2 张考核表，8 项指标"
    assert lines[1] == "1. 权重合计不是 100%（1 处，约占权重 50%）"
    assert any(each.startswith("没读懂：考核表!E11") for each in lines)
    page = tmp_path / "kpi.checkup.html"
    assert done.last_line == str(page)
    assert "KPI 体检报告" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("out", "language", "error", "match"),
    [
        ("page.pdf", "", InputError, r"must end in \.html"),
        ("page.html", "zn", UnknownNameError, "Unknown language 'zn' in --language. Known: en, zh"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(tmp_path, out, language, error, match):
    with pytest.raises(error, match=match):
        check_up(tmp_path / "absent.xlsx", tmp_path / out, language)


def test_a_file_that_is_not_there_is_refused(tmp_path, perfloop_here):
    done = perfloop_here("checkup", tmp_path / "absent.xlsx")
    assert done.code == 2
    assert "absent.xlsx is no file" in done.err


def test_a_page_that_can_not_be_written_is_a_matter_of_the_surroundings(tmp_path):
    path = MAKES["clean"](tmp_path / "kpi.xlsx")
    (tmp_path / "taken.html").mkdir()
    with pytest.raises(SurroundingsError, match="can't be written"):
        check_up(path, tmp_path / "taken.html")


@pytest.mark.parametrize(("asked", "wall"), [(None, 60.0), ("400", 400.0)])
def test_the_limit_of_time_is_that_of_the_environment(tmp_path, monkeypatch, asked, wall):
    told = {}

    def here(function, *arguments, wall):
        told["wall"] = wall
        return function(*arguments)

    monkeypatch.setattr("diagnostics.data.engine.child.in_child", here)
    monkeypatch.delenv("PERFLOOP_STEP_WALL", raising=False)
    if asked:
        monkeypatch.setenv("PERFLOOP_STEP_WALL", asked)
    check_up(MAKES["clean"](tmp_path / "kpi.xlsx"), tmp_path / "page.html")
    assert told == {"wall": wall}


def test_a_text_file_that_tells_no_encoding_is_read_in_the_one_that_is_named(tmp_path):
    path = tmp_path / "kpi.csv"
    path.write_bytes("KPI,Weight,Target\n銷售額,30%,100\n轉化率,70%,20%\n".encode("big5"))
    with pytest.raises(InputError, match=r"kpi\.csv:2 is not UTF-8, .*; name its encoding, such as --encoding gb18030"):
        check_up(path)
    _, found, _ = check_up(path, encoding="big5")
    assert found.kpis == 2
