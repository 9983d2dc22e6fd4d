"""Received, incomplete, missing: told from names, headings and days of CSV files alone."""

from datetime import date

import openpyxl
import pytest

from diagnostics.run.request.coverage import covered
from diagnostics.run.request.lines import request_findings, sent_lines, status_lines
from diagnostics.run.request.status import request_of
from diagnostics.run.whole_check import heard_of
from tests.dictionary.conftest import folder  # noqa: F401 (a whole engagement in which a test breaks one thing)

HEAD = "date,store,visits,orders,sales,channel\n"


def status(opened, name="source:visits", **how):
    return next(each for each in request_of(opened, **how).items if each.item.id == name)


def months(first, count, form="{year}-{month:02d}-03", left=()):
    dates = [divmod(first + each, 12) for each in range(count) if each not in left]
    return HEAD + "".join(f"{form.format(year=year, month=month + 1)},武侯店,10,2,300,new\n" for year, month in dates)


def test_a_file_that_is_not_there_is_missing_with_what_that_means(folder):  # noqa: F811
    found = status(folder.remove("data/visits.csv").open())
    assert (found.state, [each.en for each in found.lacking]) == ("missing", ["file has not come: visits.csv"])
    assert found.impossible == found.item.without


def test_a_column_that_is_not_there_makes_it_incomplete(folder):  # noqa: F811
    folder.write("data/visits.csv", "date,store,orders,sales,channel\n2025-01-03,武侯店,2,300,new\n")
    found = status(folder.open())
    assert (found.state, [each.en for each in found.lacking]) == ("incomplete", ["columns missing: visits"])
    assert "No driver split of Revenue" in found.impossible.en
    assert [each.en for each in found.unseen] == ["periods were not looked at"]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        (months(2022 * 12, 40), []),
        (months(2023 * 12, 30), ["begins too late: from 2023-01, needed from 2022-05-01"]),
        (months(2022 * 12, 40, "{year}年{month}月"), []),
        (months(2022 * 12, 40, left=(4, 5)), ["2 periods missing in between: 2022-05, 2022-06"]),
        (months(2022 * 12, 12), ["too short: 2022-01 to 2022-12, 12 months of 24 months"]),
    ],
)
def test_periods_are_counted_from_the_days_in_the_file(folder, text, lacking):  # noqa: F811
    found = status(folder.write("data/visits.csv", text).open())
    assert [each.en for each in found.lacking] == lacking
    assert bool(found.impossible) == bool(lacking)
    assert (found.state, found.unseen) == ("incomplete" if lacking else "received", ())


@pytest.mark.parametrize("day", ["03/04/2025", "no day", "2025-02-31"])
def test_days_that_a_cheap_look_can_t_read_are_told_as_not_looked_at(folder, day):  # noqa: F811
    opened = folder.write("data/visits.csv", f"{HEAD}{day},武侯店,10,2,300,new\n").open()
    assert covered(opened, "visits", "month") is None
    assert [each.zh for each in status(opened).unseen] == ["期间未查看"]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("", "no record in it: visits.csv"),
        (HEAD, "no record in it: visits.csv"),
        (HEAD + ",,,,,\n\n", "no record in it: visits.csv"),
        (HEAD + ",武侯店,10,2,300,new\n", "the column of times is empty: date"),
        (HEAD + "9999-12-31,武侯店,10,2,300,new\n", "days that are yet to come: 9999-12-31"),
    ],
)
def test_a_file_that_holds_nothing_to_count_is_not_received(folder, text, lacking):  # noqa: F811
    found = status(folder.write("data/visits.csv", text).open())
    assert (found.state, [each.en for each in found.lacking]) == ("incomplete", [lacking])
    assert found.impossible == found.item.without


def test_figures_of_other_years_are_not_received(folder):  # noqa: F811
    rounds = "rounds: [{id: r1, start: 2025-07-01, end: 2025-12-31}, {id: r2, start: 2999-01-01, end: 2999-12-31}]\n"
    folder.replace("engagement.yaml", "goals:", f"{rounds}goals:")
    ended = "ends too early: at 2025-04, this round needs 2025-06"
    for count, lacking in ((40, [ended]), (42, [])):
        found = status(folder.write("data/visits.csv", months(2022 * 12, count)).open())
        assert [each.en for each in found.lacking] == lacking


def test_a_file_in_an_encoding_of_its_own_is_looked_at_like_any(folder):  # noqa: F811
    text = months(2022 * 12, 40).replace("channel", "渠道").replace("new", "新客")
    folder.replace("engagement.yaml", "goals:", "labels: {渠道: 渠道}\ngoals:")
    folder.replace("kpis.yaml", "channel != 'test'", "渠道 != 'test'")
    (folder.path / "data" / "visits.csv").write_bytes(text.encode("gb18030"))
    assert (status(folder.open()).state, status(folder.open()).unseen) == ("received", ())


def test_of_many_columns_that_are_missing_the_first_are_named(folder):  # noqa: F811
    names = [f"dimension_{each}" for each in range(100)]
    folder.replace("kpis.yaml", "measure: sum(visits)", f"measure: sum(visits)\n  dimensions: [{', '.join(names)}]")
    told = status(folder.write("data/visits.csv", months(2022 * 12, 40)).open()).lacking[0].en
    assert "dimension_59 and 40 more" in told
    assert "dimension_60" not in told


@pytest.fixture
def workbook(folder):  # noqa: F811
    """The engagement with a workbook in place of its CSV file: rows below the headings, days as days."""

    def written(rows, heads=None):
        made = openpyxl.Workbook()
        for row in (heads or HEAD.strip().split(","), *rows):
            made.active.append(row)
        made.save(folder.path / "data" / "visits.xlsx")
        if "visits.csv" in (folder.path / "engagement.yaml").read_text(encoding="utf-8"):
            folder.replace("engagement.yaml", "visits.csv", "visits.xlsx")
        return folder.open()

    return written


def test_a_plain_workbook_is_looked_at_too(workbook):
    days = [date(2022 + each // 12, each % 12 + 1, 3) for each in range(40)]
    found = status(workbook([[each, "武侯店", 10, 2, 300, "new"] for each in days]))
    assert (found.state, found.lacking, found.unseen) == ("received", (), ())
    lacking = status(workbook([[days[0], "武侯店"]], ["date", "store"])).lacking
    assert [each.en for each in lacking] == ["columns missing: sales, visits, orders, channel"]


def test_a_check_without_a_request_opens_no_workbook(workbook):
    found = status(workbook([]), periods=False)
    assert found.state == "received"
    assert "columns were not looked at" in found.unseen[0].en


@pytest.mark.parametrize("content", ["PK", "no workbook"])
def test_a_workbook_that_can_t_be_read_claims_nothing(folder, content):  # noqa: F811
    folder.replace("engagement.yaml", "visits.csv", "visits.xlsx").write("data/visits.xlsx", content)
    found = status(folder.open())
    assert (found.state, [each.en for each in found.lacking]) == ("incomplete", ["headings can't be read: visits.xlsx"])


def test_a_check_tells_of_what_was_asked_for_once_a_request_was_written(folder):  # noqa: F811
    opened = folder.write("data/visits.csv", months(2022 * 12, 12)).open()
    assert list(request_findings(opened, ())) == []
    assert list(sent_lines(opened)) == []
    folder.write("request/资料清单.json", '{"written": {}}')
    assert list(request_findings(opened, ())) == []
    folder.write("request/资料清单.json", '{"written": {"资料清单.xlsx": "0"}}')
    codes = {each.about: (each.code, each.severity) for each in request_findings(opened, ())}
    assert codes == {"visits": ("PD261", "warning"), "interviews": ("PD260", "tip")}
    assert next(sent_lines(opened)) == "data request: 2 received, 1 incomplete, 1 missing"


def test_a_check_says_what_a_missing_file_makes_impossible_without_any_request(folder):  # noqa: F811
    opened = folder.remove("data/visits.csv").open()
    found = [each for each in heard_of(opened).open if each.code == "PD260"]
    assert [each.about for each in found] == ["visits"]
    assert "can't be counted" in found[0].message.en
    assert "运营部" in found[0].remedy.zh


def test_lines_and_record_tell_the_same(folder):  # noqa: F811
    request = request_of(folder.remove("data/visits.csv").open(), "en")
    lines, record = list(status_lines(request)), request.record()
    assert [each.split()[0] for each in lines[1:]] == ["missing", "missing"]
    whole = [each.split()[0] for each in status_lines(request, whole=True)][1:]
    assert sorted(whole) == ["missing", "missing", "received", "received"]
    assert lines[0].endswith(f"{record['counts']['missing']} missing")
    assert [each["state"] for each in record["items"]] == [each.state for each in request.items]
    assert record["items"][0]["lacking"] == ["file has not come: visits.csv"]
    assert request.summary() == "4 items asked for: 2 received, 0 incomplete, 2 missing."
    assert list(request.frame()["id"]) == [each.item.id for each in request.items]


def test_a_playbook_s_unmet_needs_are_asked_for_and_not_twice(folder):  # noqa: F811
    folder.write(
        "engagement.yaml",
        (folder.path / "engagement.yaml").read_text(encoding="utf-8") + "playbook: store-turnaround\n",
    )
    ids = [each.item.id for each in request_of(folder.open()).items]
    assert any(each.startswith("playbook:") for each in ids)
    assert "interviews" not in ids
    assert len(ids) == len(set(ids))
