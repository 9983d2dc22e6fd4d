"""From a page's figure to the client's rows and back."""

import re

import pandas as pd
import pytest

from diagnostics.data.handoff import read_records, write_records, write_table
from diagnostics.data.observe import observe
from diagnostics.data.observe.row_lines import csv_lines
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.loop.close.origin import figure_of
from diagnostics.run.tracing import trace_inputs, write_trace
from diagnostics.run.tracing_back import figure_lines, sentence_lines


@pytest.fixture
def traced(small, tmp_path):
    """A run's hand-offs of the small engagement, as far as tracing needs them."""
    engagement, run = load_engagement(small), tmp_path / "run"

    def write(**changes):
        table = observe(engagement).table.assign(**changes)
        write_table(run, "observations", table)
        rows = table.assign(comparison="previous", reference_period="2025-05", suppressed=False)
        write_table(run, "gaps", rows.rename(columns={"value": "actual"}))
        write_records(run, "diagnosis", {"focus": {"entity": "north"}, "focal_entities": ["north"]})
        write_trace(engagement, run)
        return read_records(run, "trace")

    write.engagement, write.run = engagement, run
    return write


def test_a_figure_is_kept_with_its_parts_its_rows_and_its_reference(traced):
    record = traced()
    assert {(each["entity"], each["period"]) for each in record["figures"]} == {
        ("north", "2025-05"),
        ("north", "2025-06"),
    }
    june = figure_of(record, "conversion_rate", "north", "2025-06")
    assert [june[each] for each in ("value", "numerator", "denominator", "n")] == [0.12, 12.0, 100.0, 1]
    assert record["kpis"]["conversion_rate"]["columns"] == ["orders", "visits"]
    assert record["sources"]["visits"]["files"] == ["visits.csv"]


def test_figures_with_people_behind_them_are_not_kept(traced):
    assert traced(people=7.0)["figures"] == []


def test_nothing_is_written_where_a_step_left_no_results(small, tmp_path):
    write_trace(load_engagement(small), tmp_path)
    assert list(tmp_path.glob("results/*")) == []


def test_the_index_of_versions_is_an_input_of_the_page(small):
    engagement = load_engagement(small)
    assert trace_inputs(engagement) == {}
    (small / "data" / "versions.jsonl").write_text("{}\n")
    assert list(trace_inputs(engagement)) == ["data versions"]


def test_a_figure_leads_to_lines_of_the_file_that_give_it_again(traced, small):
    traced()
    told = figure_lines(str(small), str(traced.run), "conversion_rate", "north", "2025-06")
    assert "1 row" in told
    assert any(each.startswith("  visits.csv:3: date 2025-06-03") for each in told)
    assert told[-1] == "equal: the data give 0.12"


def test_data_that_changed_since_are_told_to_give_something_else(traced, small):
    traced()
    path = small / "data" / "visits.csv"
    path.write_text(path.read_text().replace("north,12,100", "north,13,100"))
    told = figure_lines(str(small), str(traced.run), "conversion_rate", "north", "2025-06")
    assert told[-1] == "different: the data now give 0.13, the run told 0.12"


def test_a_share_of_rows_that_stand_twice_is_the_same_and_not_called_equal(traced, small):
    traced()
    path = small / "data" / "visits.csv"
    (row,) = [each for each in path.read_text().splitlines() if each.endswith("north,12,100")]
    path.write_text(path.read_text().rstrip() + f"\n{row}\n")
    told = figure_lines(str(small), str(traced.run), "conversion_rate", "north", "2025-06")
    assert "2 rows; the run counted 1" in told
    assert told[-1] == "different: the data give 0.12, but with numerator 24.0, the run's 12.0"


@pytest.mark.parametrize(
    ("kpi", "entity", "period", "reason"),
    [
        ("conversion", "north", "2025-06", "Did you mean 'conversion_rate'"),
        ("conversion_rate", "nort", "2025-06", "nort"),
        ("conversion_rate", "north", "2025-07", "period '2025-07'"),
        ("conversion_rate", "south", "2025-06", "not on the page"),
    ],
)
def test_what_can_not_be_traced_says_why(traced, small, kpi, entity, period, reason):
    traced()
    with pytest.raises(InputError, match=re.escape(reason)):
        figure_lines(str(small), str(traced.run), kpi, entity, period)


def test_a_sentence_tells_its_figures_and_an_unknown_one_the_nearest(tmp_path):
    figure = {"in": "lead[0]", "text": "3 万", "value": 30_000.0, "ref": {"file": "a", "path": "b", "kpi": "k"}}
    content = {"lead": ["少 3 万元。"], "measures": [], "figures": [figure, {**figure, "in": "title", "ref": {}}]}
    write_records(tmp_path, "retrospective", content)
    assert sentence_lines(tmp_path, "3 万") == ["lead[0]: 3 万 = 30000.0 in a b (k)"]
    assert sentence_lines(tmp_path)[1] == "title: 3 万: nothing stored is told so"
    with pytest.raises(InputError, match="nearest is '少 3 万元。'"):
        sentence_lines(tmp_path, "少 4 万元。")


def test_lines_are_those_of_the_file_even_where_cells_hold_line_breaks(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffday,note,x\r\n2025-06-01,"a\r\nb",1\r\n2025/06/02,,2.50\r\n2025-06-02,,2.5\r\n'.encode())
    day = pd.Timestamp("2025-06-02")
    facts = [
        {"day": day, "note": None, "x": 2.5},
        {"day": day, "note": None, "x": 2.5},
        {"day": day, "note": "", "x": 9},
    ]
    assert csv_lines(path, facts) == [4, 5, None]
    assert csv_lines(path, facts, "no such encoding") == [None, None, None]
