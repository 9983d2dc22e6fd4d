"""The workbook and its cover: safe cells, still bytes, nothing written over, read back by the reader of the house."""

from io import BytesIO

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.leak_scan import LeakError
from diagnostics.run.request.blank_sheets import sheet_name
from diagnostics.run.request.book import request_book
from diagnostics.run.request.cover import cover_text, literal
from diagnostics.run.request.status import request_of
from diagnostics.run.request.write import Wanted, tell_status, write_request
from diagnostics.run.scaffold import scaffold
from tests.dictionary.conftest import folder  # noqa: F401 (a whole engagement in which a test breaks one thing)


def book(opened, language="zh"):
    return openpyxl.load_workbook(BytesIO(request_book(request_of(opened, language), opened)))


def test_it_holds_a_row_an_item_the_columns_and_a_sheet_to_fill(folder):  # noqa: F811
    made = book(folder.open())
    assert made.sheetnames == ["资料清单", "字段说明", "visits", "entities", "lists"]
    assert made["lists"].sheet_state == "hidden"
    rows = list(made["资料清单"].iter_rows(values_only=True))
    assert [each[0] for each in rows] == ["编号", "source:visits", "entities", "measures", "interviews"]
    assert rows[1][rows[0].index("到位情况")] == "不完整"
    assert all(cell.alignment.wrap_text for row in made["资料清单"].iter_rows() for cell in row)
    assert [each.value for each in made["visits"][1]] == ["date", "store", "sales", "visits", "orders", "channel"]
    # Nothing but headings: a row of notes would be read as a fact.
    assert made["visits"].max_row == 1
    notes = made["visits"].data_validations.dataValidation
    assert {each.promptTitle for each in notes} == {"date", "store", "sales", "visits", "orders", "channel"}
    prompts = {each.promptTitle: each.prompt for each in notes}
    assert prompts["sales"].startswith("金额（CNY）")
    # An example of a fact would mislead in the list of units.
    assert made["entities"].data_validations.dataValidation[0].prompt == "编号"


def test_the_same_request_gives_the_same_bytes(folder):  # noqa: F811
    opened = folder.open()
    assert request_book(request_of(opened), opened) == request_book(request_of(folder.open()), folder.open())


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "@SUM(A1)", "-2", "\ttab"])
def test_no_cell_is_a_formula_whatever_the_client_s_files_say(folder, name):  # noqa: F811
    folder.replace("kpis.yaml", "name: 客流", f"name: {name!r}")
    folder.replace("engagement.yaml", "owner: 运营部", f"owner: {name!r}")
    opened = folder.open()
    made = openpyxl.load_workbook(BytesIO(request_book(request_of(opened, contact=name), opened)))
    assert {cell.data_type for page in made for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert any(cell.quotePrefix for row in made["资料清单"].iter_rows() for cell in row)


def test_a_filled_sheet_is_read_as_it_is(folder):  # noqa: F811
    made = book(folder.open())
    for row in (["2025-01-03", "武侯店", 300, 10, 2, "new"], ["2025-01-04", "青羊店", 100, 30, 8, "old"]):
        made["visits"].append(row)
    made.save(folder.path / "data" / "filled.xlsx")
    folder.remove("data/visits.csv").replace("engagement.yaml", "file: visits.csv", "file: filled.xlsx, sheet: visits")
    seen = dx.observe(folder.open(), levels=["company"], periods=["2025-01"]).table
    assert seen.set_index("kpi")["value"].to_dict() == {"revenue": 400, "traffic": 40, "conversion_rate": 0.25}


def test_people_are_not_listed_to_pick_from(folder):  # noqa: F811
    folder.replace("entities.csv", ",,,,false", ",,,,true")
    made = book(folder.open())
    assert all(each.type != "list" for each in made["visits"].data_validations.dataValidation)
    assert "武侯店" not in {cell.value for row in made["lists"].iter_rows() for cell in row}


def test_a_sheet_that_is_not_read_as_a_plain_table_is_not_offered(folder):  # noqa: F811
    folder.replace("engagement.yaml", "file: visits.csv,", "file: visits.csv, layout: {header_rows: 2},")
    assert "visits" not in book(folder.open()).sheetnames


def test_names_of_sheets_are_fit_and_each_is_its_own():
    taken = {"lists"}
    names = [sheet_name(each, taken) for each in ("a" * 40, "A" * 40, "x/y:z", "Lists", "history", "'")]
    assert names == ["a" * 31, "A" * 29 + "_2", "x_y_z", "Lists_2", "history_2", "_"]


def test_what_somebody_changed_is_not_written_over(folder):  # noqa: F811
    wanted = Wanted(due="2026-12-01", contact="项目组 李")
    _, (workbook, cover, record) = write_request(folder.open(), wanted)
    assert [each.name for each in (workbook, cover, record)] == ["资料清单.xlsx", "资料清单-说明.md", "资料清单.json"]
    # As it was written it is brought up to date; day and contact stay.
    request, _ = write_request(folder.remove("data/visits.csv").open(), Wanted())
    assert (str(request.due), request.contact, request.count("missing")) == ("2026-12-01", "项目组 李", 2)
    made = openpyxl.load_workbook(workbook)
    made["visits"].append(["2025-01-03"])
    made.save(workbook)
    before = workbook.read_bytes()
    with pytest.raises(InputError, match="was changed since it was written"):
        write_request(folder.open(), Wanted())
    assert workbook.read_bytes() == before
    tell_status(folder.open(), Wanted())
    with pytest.raises(InputError, match="was changed"):
        write_request(folder.open(), Wanted())
    write_request(folder.open(), Wanted(force=True))
    assert workbook.read_bytes() != before


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"due": "tomorrow"}, "must be a day such as"),
        ({"language": "de"}, "must be one of: zh, en"),
        ({"contact": "x" * 201}, "must have 200 at most"),
    ],
)
def test_what_is_no_day_language_or_contact_is_refused(folder, wanted, told):  # noqa: F811
    with pytest.raises(InputError, match=told):
        write_request(folder.open(), Wanted(**wanted))
    assert not (folder.path / "request").exists()


def test_what_must_not_leave_the_engagement_stops_it(folder):  # noqa: F811
    with pytest.raises(LeakError):
        write_request(folder.open(), Wanted(contact="13800138000"))
    folder.replace("engagement.yaml", "language: zh", "language: zh\ncodename: P7")
    text = cover_text(request_of(folder.open()), folder.open(), "a.xlsx")
    assert "P7" in text
    assert "某公司" not in text


def test_the_cover_says_on_what_ground_and_how_to_send_safely(folder):  # noqa: F811
    opened = folder.open()
    text = cover_text(request_of(opened, "zh"), opened, "资料清单.xlsx")
    assert text.count("尚未写明") == 4
    assert "不要用邮件、微信" in text
    folder.replace("engagement.yaml", "goals:", "keeping: {purpose: 绩效诊断, until: 2027-03-31}\ngoals:")
    opened = folder.open()
    text = cover_text(request_of(opened, "zh"), opened, "资料清单.xlsx")
    assert "处理目的：绩效诊断" in text
    assert "保存到：2027-03-31" in text
    assert text.count("尚未写明") == 2


def test_a_client_s_words_are_no_markup():
    assert literal("a|b <script> [x](y)\n# z") == r"a\|b \<script\> \[x\](y) \# z"


def test_another_place_keeps_its_record_with_the_engagement(folder, tmp_path):  # noqa: F811
    _, paths = write_request(folder.open(), Wanted(to=tmp_path / "sent" / "list.xlsx", language="en"))
    there = [each.relative_to(tmp_path).as_posix() for each in paths]
    assert there == ["sent/list.xlsx", "sent/list-cover.md", "acme/request/data-request.json"]
    with pytest.raises(InputError, match="must end in .xlsx"):
        write_request(folder.open(), Wanted(to=tmp_path / "list.csv"))


def test_what_can_t_be_written_is_said_in_a_line(folder):  # noqa: F811
    (folder.path / "request" / "资料清单.xlsx").mkdir(parents=True)
    with pytest.raises(SurroundingsError, match="can't be written"):
        write_request(folder.open(), Wanted())


def test_words_of_a_playbook_end_with_one_full_stop(tmp_path):
    scaffold(tmp_path / "acme", playbook="sales-funnel")
    opened = load_engagement(tmp_path / "acme")
    for language, stop in (("zh", "\u3002"), ("en", ".")):
        text = cover_text(request_of(opened, language), opened, "a.xlsx")
        assert 2 * stop not in text
        missing = [each for each in text.rpartition("##")[2].splitlines() if each.startswith("- ")]
        assert missing
        assert all(each.endswith(stop) for each in missing)
    charter = next(each.item for each in request_of(opened).items if each.item.id == "playbook:charter")
    assert charter.form.zh == "由顾问与贵方面谈后记录，不用填表"
