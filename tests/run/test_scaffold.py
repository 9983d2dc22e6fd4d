"""perfloop new: a starter that passes its check, and a proposal from a table that loads whatever the table holds."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.errors import InputError
from diagnostics.run.proposal.quoting import quoted
from diagnostics.run.proposal.told import Told, told
from diagnostics.run.scaffold import engagement_id, open_questions, scaffold

DAYS = ["2025-01-03", "2025-02-03", "2025-03-03"]


def errors(folder: Path) -> list[str]:
    return [each.code for each in lint_engagement(dx.open_engagement(folder)) if each.severity == "error"]


def write_csv(path: Path, header: list[str], rows: list[list[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


@pytest.fixture
def shops(tmp_path):
    rows = [[day, store, 100 + at, 1.5 * at] for at, day in enumerate(DAYS) for store in ("一店", "二店")]
    return write_csv(tmp_path / "门店日报.csv", ["日期", "门店", "客流", "销售额(元)"], rows)


def test_a_folder_that_is_called_by_a_year_makes_an_engagement_that_opens(tmp_path):
    scaffold(tmp_path / "2025")
    assert dx.open_engagement(tmp_path / "2025").settings.id == "2025"


def test_the_starter_passes_its_check(tmp_path):
    folder = tmp_path / "acme"
    files = scaffold(folder)
    assert errors(folder) == []
    names = {each.relative_to(folder).as_posix() for each in files}
    assert {"engagement.yaml", "kpis.yaml", "scorecards.yaml", "entities.csv", "ledger.yaml"} <= names
    assert {"data/example_sales.csv", "evidence/README.md", "notes/README.md"} <= names
    assert set(tmp_path.iterdir()) == {folder}


def test_the_starter_can_be_observed_as_it_is(tmp_path):
    scaffold(tmp_path / "acme")
    engagement = dx.open_engagement(tmp_path / "acme")
    assert engagement.settings.synthetic is True
    rows = dx.observe(engagement).of("revenue", entity="store_1")
    assert len(rows) == 18
    assert rows["target"].tolist() == [200000.0] * 18


def test_the_starter_takes_its_id_and_client_from_the_folder(tmp_path):
    scaffold(tmp_path / "acme-2025")
    assert dx.open_engagement(tmp_path / "acme-2025").settings.id == "acme-2025"
    name = "康悦 'a' # {2025}, ${id}"
    scaffold(tmp_path / name)
    settings = dx.open_engagement(tmp_path / name).settings
    assert (settings.id, settings.client.zh) == ("a-2025-id", name)


def test_an_empty_folder_may_become_an_engagement(tmp_path):
    (tmp_path / "acme").mkdir()
    scaffold(tmp_path / "acme")
    assert errors(tmp_path / "acme") == []


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputError, match="holds something already"):
        scaffold(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["..", "a/..", ".hidden", "a\\b", "c:", "a\nb", "what?", "a*"])
def test_a_name_that_is_no_plain_name_is_refused(tmp_path, name):
    before = set(tmp_path.iterdir())
    with pytest.raises(InputError, match="must be a plain name"):
        scaffold(tmp_path / name)
    assert set(tmp_path.iterdir()) == before


@given(st.text(max_size=80))
def test_every_name_gives_an_id_that_is_allowed(name):
    import re

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", engagement_id(name))


def test_a_table_with_chinese_headers_becomes_an_engagement(tmp_path, shops):
    folder = tmp_path / "client"
    scaffold(folder, shops)
    assert errors(folder) == []
    engagement = dx.open_engagement(folder)
    assert [each.name.zh for each in engagement.kpis.values()] == ["销售额", "客流"]
    assert [each.label for each in engagement.entities.at_level("store")] == ["一店", "二店"]
    rows = dx.observe(engagement).of("kpi_1", level="company")
    assert rows["period"].tolist() == ["2025-01", "2025-02", "2025-03"]
    assert rows["value"].tolist() == [0.0, 3.0, 6.0]
    assert (folder / "data" / shops.name).read_bytes() == shops.read_bytes()


def test_a_proposal_names_the_company_and_leaves_room_for_ledger_focus_and_charter(tmp_path, shops):
    scaffold(tmp_path / "client", shops)
    engagement = dx.open_engagement(tmp_path / "client")
    assert engagement.entities["company"].label == "全公司"
    assert engagement.seeds == ()
    assert "kind: planned" in (tmp_path / "client" / "ledger.yaml").read_text(encoding="utf-8")
    text = (tmp_path / "client" / "engagement.yaml").read_text(encoding="utf-8")
    assert "\nfocus: []" in text
    assert "\ncharter:\n  goal: ''" in text


def test_a_company_whose_usual_names_are_taken_bears_the_clients(tmp_path):
    rows = [["2025-01-01", name, 1] for name in ("全公司", "公司整体", "一店")]
    source = write_csv(tmp_path / "a.csv", ["日期", "门店", "收入"], rows)
    scaffold(tmp_path / "康悦", source)
    assert dx.open_engagement(tmp_path / "康悦").entities["company"].label == "康悦"


def test_a_proposal_says_what_it_guesses(tmp_path, shops):
    scaffold(tmp_path / "client", shops)
    told = open_questions(tmp_path / "client")
    assert any("mother metric" in each for each in told)
    assert any("no targets" in each for each in told)


def test_a_starter_has_no_open_questions(tmp_path):
    scaffold(tmp_path / "acme")
    assert open_questions(tmp_path / "acme") == []


def test_a_gb18030_file_is_read_and_said_to_be_one(tmp_path):
    source = write_csv(
        tmp_path / "a.csv", ["日期", "门店", "收入"], [["2025-01-01", "东店", 5], ["2025-01-01", "西店", 7]], "gb18030"
    )
    scaffold(tmp_path / "client", source)
    engagement = dx.open_engagement(tmp_path / "client")
    assert engagement.settings.sources["facts"].encoding == "gb18030"
    assert dx.observe(engagement).of("kpi_1", level="company")["value"].tolist() == [12.0]
    assert any("gb18030" in each for each in open_questions(tmp_path / "client"))


@pytest.mark.parametrize("written", ["2025/1/3", "2025年1月3日", "2025.01.03", "2025年1月"])
def test_days_written_another_way_are_read_and_the_file_stays_as_it_is(tmp_path, written):
    source = write_csv(tmp_path / "a.csv", ["日期", "门店", "收入"], [[written, "东店", 5], [written, "西店", 7]])
    scaffold(tmp_path / "client", source)
    assert dx.observe(dx.open_engagement(tmp_path / "client")).table["period"].unique().tolist() == ["2025-01"]
    assert (tmp_path / "client" / "data" / "a.csv").read_bytes() == source.read_bytes()


def test_days_whose_order_nobody_can_tell_ask_for_it_and_are_read_once_it_is_said(tmp_path):
    rows = [["03/04/2025", "东店", 5], ["03/04/2025", "西店", 7]]
    source = write_csv(tmp_path / "a.csv", ["日期", "门店", "收入"], rows)
    with pytest.raises(InputError, match=r"No column gives the day .* --date-order"):
        scaffold(tmp_path / "client", source)
    assert not (tmp_path / "client").exists()
    scaffold(tmp_path / "client", source, told("dmy"))
    assert dx.observe(dx.open_engagement(tmp_path / "client")).table["period"].unique().tolist() == ["2025-04"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"order": "ydm"}, "Unknown order of days"),
        ({"decimal": ";"}, r"--decimal == ';', must be '.' or ','"),
        ({"scales": ["销售额"]}, r"--scale == '销售额', must be COLUMN=SCALE"),
        ({"scales": ["销售额=一万"]}, r"Unknown scale \(--scale 销售额\) '一万'"),
        ({"year": 25}, "--year == 25, must be a year from 1900 to 2200"),
        ({"currency": "RMB"}, "--currency == 'RMB', must be an ISO 4217 code; 'RMB' is written CNY"),
        ({"currency": "usd"}, "'usd' is written USD"),
        ({"currency": "dollars"}, "'dollars' is written USD"),
        ({"currency": "Euros!"}, "must be an ISO 4217 code such as CNY"),
    ],
)
def test_options_that_say_nothing_known_are_refused(options, problem):
    with pytest.raises(InputError, match=problem):
        told(**options)


def test_a_scale_that_is_said_answers_what_a_column_means(tmp_path):
    rows = [["2025-01", "东店", "93.9%", 3], ["2025-01", "西店", "0.5", 4]]
    source = write_csv(tmp_path / "a.csv", ["月份", "门店", "合格率", "收入"], rows)
    scaffold(tmp_path / "client", source, told(scales=["合格率=元", "收入=万元"]))
    asked = " ".join(open_questions(tmp_path / "client"))
    table = dx.observe(dx.open_engagement(tmp_path / "client")).table
    figures = table[table["level"] == "company"]["value"].tolist()
    assert sorted(round(each, 4) for each in figures) == [0.7195, 70_000]
    assert "Taken as said by --scale: '收入' is in 万元" in asked


def test_what_is_said_of_a_table_is_written_and_told_and_goes_with_a_table(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("月份;门店;Sales (USD)\n3月;东店;1.234,5\n4月;西店;7,25\n", encoding="utf-8")
    scaffold(tmp_path / "client", source, told("", "USD", ",", 2024))
    engagement = dx.open_engagement(tmp_path / "client")
    layout = engagement.settings.sources["facts"].layout
    assert (engagement.settings.currency, layout.decimal, layout.year) == ("USD", ",", 2024)
    rows = dx.observe(engagement).of(next(iter(engagement.kpis)), level="company")
    assert dict(zip(rows["period"], rows["value"], strict=True)) == {"2024-03": 1234.5, "2024-04": 7.25}
    asked = " ".join(open_questions(tmp_path / "client"))
    assert re.search(
        r"Taken as said: currency USD .*--decimal: ',' stands .*--year: periods without a year are of 2024", asked
    )
    with pytest.raises(InputError, match="say how a table is to be read; give it by --from"):
        scaffold(tmp_path / "other", told=Told(year=2024))


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_parquet_and_excel_tables_work_too(tmp_path, suffix):
    frame = pd.DataFrame(
        {"date": pd.to_datetime(DAYS * 2), "team": ["a"] * 3 + ["b"] * 3, "output": [1, 2, 3, 4, 5, 6]}
    )
    source = tmp_path / f"table.{suffix}"
    frame.to_parquet(source) if suffix == "parquet" else frame.to_excel(source, index=False)
    scaffold(tmp_path / "client", source)
    rows = dx.observe(dx.open_engagement(tmp_path / "client")).of("output", level="company")
    assert rows["value"].tolist() == [5.0, 7.0, 9.0]


def test_year_and_month_in_two_columns_give_the_day(tmp_path):
    source = write_csv(tmp_path / "a.csv", ["年份", "月份", "区域", "销量"], [[2025, 1, "东", 3], [2025, 2, "西", 4]])
    scaffold(tmp_path / "client", source)
    rows = dx.observe(dx.open_engagement(tmp_path / "client")).of("kpi_1", level="company")
    assert dict(zip(rows["period"], rows["value"], strict=True)) == {"2025-01": 3.0, "2025-02": 4.0}


def test_blank_names_are_left_out_by_a_filter_that_is_told(tmp_path):
    source = write_csv(
        tmp_path / "a.csv",
        ["date", "store", "sales"],
        [["2025-01-01", "x", 3], ["2025-01-01", "y", 4], ["2025-01-02", "", 9]],
    )
    scaffold(tmp_path / "client", source)
    engagement = dx.open_engagement(tmp_path / "client")
    assert dx.observe(engagement).of("sales", level="company")["value"].tolist() == [7.0]
    assert any("1 fact is blank in column 'store'" in each for each in open_questions(tmp_path / "client"))


def test_names_that_look_like_ids_or_like_the_company_clash_with_nothing(tmp_path):
    names = ["store_2", "store_1", "company", "全公司", "三店"]
    source = write_csv(
        tmp_path / "a.csv", ["date", "store", "sales"], [["2025-01-01", name, at] for at, name in enumerate(names, 1)]
    )
    scaffold(tmp_path / "client", source)
    observed = dx.observe(dx.open_engagement(tmp_path / "client"))
    entities = dx.open_engagement(tmp_path / "client").entities
    labels = {
        entities[key].label: value
        for key, value in zip(*observed.of("sales", level="store")[["entity", "value"]].T.to_numpy(), strict=True)
    }
    assert labels == {name: float(at) for at, name in enumerate(names, 1)}
    assert observed.of("sales", level="company")["value"].tolist() == [15.0]
    assert errors(tmp_path / "client") == []


def test_people_are_recognised_and_become_neither_entity_nor_dimension(tmp_path):
    rows = [["2025-01-01", f"A{at}", f"人{at}", "北区" if at % 2 else "南区", at] for at in range(8)]
    source = write_csv(tmp_path / "a.csv", ["日期", "工号", "姓名", "区域", "业绩"], rows)
    scaffold(tmp_path / "client", source)
    engagement = dx.open_engagement(tmp_path / "client")
    assert engagement.settings.sources["facts"].person == "工号"
    assert "人1" not in (tmp_path / "client" / "entities.csv").read_text("utf-8")
    assert all("姓名" not in each.dimensions for each in engagement.kpis.values())


def test_a_table_without_days_is_refused_and_nothing_is_left(tmp_path):
    source = write_csv(tmp_path / "a.csv", ["store", "sales"], [["x", 3], ["y", 4]])
    with pytest.raises(InputError, match="No column gives the day of a fact; the columns are store, sales"):
        scaffold(tmp_path / "client", source)
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_table_without_figures_counts_its_facts(tmp_path):
    source = write_csv(tmp_path / "a.csv", ["date", "store"], [["2025-01-01", "x"], ["2025-01-01", "y"]])
    scaffold(tmp_path / "client", source)
    assert dx.observe(dx.open_engagement(tmp_path / "client")).of("kpi_1", level="company")["value"].tolist() == [2]
    assert any("the facts themselves are counted" in each for each in open_questions(tmp_path / "client"))


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"ends in '\.docx'; --from takes \.csv"):
        scaffold(tmp_path / "client", tmp_path / "a.docx")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        scaffold(tmp_path / "client", tmp_path / "nothing.csv")


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]), min_size=1, max_size=12
)


@given(
    header=st.lists(CELLS.map(str.strip).filter(bool), min_size=2, max_size=4, unique_by=str.casefold),
    names=st.lists(CELLS.map(str.strip).filter(bool), min_size=2, max_size=5, unique=True),
    client=CELLS,
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_table_holds_the_proposal_loads(tmp_path_factory, header, names, client):
    from diagnostics.run.proposal.proposal import propose, write_proposal

    folder = tmp_path_factory.mktemp("proposal")
    for each in ("data", "notes"):
        (folder / each).mkdir()
    taken = {"date", "who"}
    figures = [each for each in header if each.casefold() not in taken] or ["figure"]
    rows = [["2025-01-01", name, *[at] * len(figures)] for at, name in enumerate(names)]
    source = write_csv(folder / "table.csv", ["date", "who", *figures], rows)
    try:
        proposal = propose(source, "client", client)
    except InputError as error:
        # Headers may look like keys, targets or parts of the day, all of them: then it says so, and names them.
        if "No column" in str(error):
            return
        raise
    write_proposal(folder, proposal)
    assert errors(folder) == []


@pytest.mark.parametrize("name", ["THEN", "case", "end", "select", "SUM", "null", "and", "date", "销售额", "net_sales"])
def test_a_column_named_like_a_word_of_the_language_is_read_as_the_column(name):
    assert parse_measure(f"sum({quoted(name)})").columns == (name,)
    assert parse_filter(f"{quoted(name)} is not null").columns == (name,)


@pytest.mark.parametrize("kind", ["starter", "table", "roles"])
def test_a_new_engagement_has_nothing_that_check_or_a_run_refuses(tmp_path, kind):
    from datetime import date

    from diagnostics.dictionary.checking import check_engagement
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.notes.reading import read_notes
    from diagnostics.run.plan import make_plan
    from diagnostics.run.steps import NAMES

    table = tmp_path / "sales.csv"
    days = [date(2025, month, day) for month in (1, 2, 3) for day in (3, 17)]
    table.write_text("date,store,sales\n" + "".join(f"{day},s1,100\n{day},s2,90\n" for day in days), encoding="utf-8")
    folder = tmp_path / "acme"
    scaffold(folder, table if kind == "table" else None, roles=("销售岗",) if kind == "roles" else ())
    engagement = load_engagement(folder)
    assert [each for each in check_engagement(engagement) if each.severity == "error"] == []
    assert read_notes(engagement) == ()
    assert make_plan(engagement, "2025-03", frozenset(NAMES), {}, draft=True).steps
