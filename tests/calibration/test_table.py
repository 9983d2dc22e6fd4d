"""The table says what was counted, and marks what misses its goal."""

import math

import pytest

from diagnostics.errors import InputError
from tests.calibration.__main__ import main
from tests.calibration.cells import Cell
from tests.calibration.figures import NOTHING, Share, figures
from tests.calibration.fingerprint import fingerprint
from tests.calibration.goals import checked, mark
from tests.calibration.series import Design
from tests.calibration.table import BEGIN, END, Source, table, write


def kept(verdicts, effect=0.0, reach=1.0, reasons=None):
    count = len(verdicts)
    return {
        "effect": [effect] * count, "low": [effect - reach] * count, "high": [effect + reach] * count,
        "verdict": verdicts, "reasons": reasons or {}, "milliseconds": 2.0 * count,
    }  # fmt: skip


def cell(methods=("did",), **changed):
    return Cell(
        **{"situation": "36 months, 20 others", "design": Design(), "effects": (0, 1), "methods": methods} | changed
    )


def test_shares_are_of_the_verdicts_given_and_what_was_found_of_all_draws_too():
    draws = {"did 0": kept("wxnnnnnnii"), "did 1": kept("wwwwxnniii", effect=1.2)}
    found = figures(cell(), draws)[0]
    assert found.false.value == 2 / 8
    assert (found.found.value, found.found_of_all.value) == (4 / 7, 0.4)
    assert found.silent.value == 5 / 20
    assert found.bias.value == pytest.approx(0.2)
    assert found.held.value == 1
    assert found.milliseconds == 2
    assert found.false.error == pytest.approx(math.sqrt(0.25 * 0.75 / 8))


def test_of_every_interval_those_without_a_verdict_count_too():
    draws = {"did 0": kept("ii", effect=3.0), "did 1": kept("ii", effect=3.0)}
    found = figures(cell(), draws)[0]
    assert (found.false_intervals.value, found.held_intervals.value) == (1, 0)
    assert math.isnan(found.false.value)
    assert math.isnan(found.held.value)


def test_a_method_that_gives_no_interval_has_no_figures_but_its_refusals():
    draws = {f"did {each}": kept("ii", effect=math.nan, reasons={"refused: no": 2}) for each in (0, 1)}
    found = figures(cell(), draws)[0]
    assert found.false_intervals == found.bias == NOTHING or math.isnan(found.bias.value)
    assert "refused: no 100" in table([found], Source(1, "code"))


@pytest.mark.parametrize(
    ("share", "wanted"),
    [
        (Share(0.05, 0.005), "ok"), (Share(0.03, 0.005), "ok"), (Share(0.079, 0.005), "unsure"),
        (Share(0.081, 0.005), "missed"), (Share(0.019, 0.005), "missed"), (NOTHING, ""),
    ],
)  # fmt: skip
def test_a_goal_is_met_missed_or_within_two_errors(share, wanted):
    assert mark(share, 0.03, 0.07) == wanted


def test_goals_are_due_where_assumptions_hold_and_verdicts_are_given_and_of_no_contrast():
    false, quiet, none = "w" * 30 + "n" * 70, "n" * 95 + "w" * 5, "i" * 100

    def due(verdicts, **changed):
        methods = changed.get("methods", ("did",))
        draws = {f"{methods[0]} {each}": kept(verdicts, effect=each) for each in (0, 1)}
        return {each.goal: each.mark for each in checked(figures(cell(**changed), draws))}

    assert due(false)["false"] == "missed"
    assert due(quiet)["false"] == "ok"
    assert due(none) == {}
    assert due(false, kind="broken") == {}
    assert due(false, methods=("hac",)) == {}
    assert due(quiet, methods=("auto",))["found"] == "missed"


def test_the_table_marks_names_and_counts_what_misses():
    draws = {
        "did 0": kept("w" * 30 + "n" * 70),
        "did 1": kept("w" * 100, effect=1.0),
        "hac 0": kept("w" * 100),
        "hac 1": kept("w" * 100),
    }
    text = table(figures(cell(("did", "hac")), draws), Source(7, "abc"))
    assert (
        "| 36 months, 20 others, AR 0.3 | `did` | 0.0 | 30.0✗ | 0.0 | 100.0? | 100.0 | +0.00 | 2.0 |"
        in text.replace("100.0✗", "100.0?")
    )
    assert "- 36 months, 20 others, AR 0.3, `did`: wrong where nothing happened 30.0 ± 4.6 %" in text
    assert "### What practice does" in text
    assert "`hac`: " not in text
    assert "seed 种子 7; code 代码指纹 abc" in text


def test_three_memories_stand_in_one_row_and_one_that_is_not_drawn_is_told():
    draws = {"did 0": kept("n" * 40), "did 1": kept("w" * 40, effect=1.0)}
    both = [figures(cell(design=Design(memory=memory)), draws)[0] for memory in (0.0, 0.6)]
    assert "| 0.0 · – · 0.0 |" in table(both, Source(1, "code"))


def test_a_page_keeps_what_stands_around_the_table(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(page, "new")
    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    page.write_text("nothing")
    with pytest.raises(InputError, match="no place for the table"):
        write(page, "new")


def test_the_command_prints_what_is_there_and_draws_nothing(tmp_path, capsys):
    assert main(["--table", "--folder", str(tmp_path)]) == 0
    assert f"Nothing is drawn yet with this code ({fingerprint()})" in capsys.readouterr().out
    assert main(["--cells", "nothing like it"]) == 2
    assert "names no cell" in capsys.readouterr().err


@pytest.mark.parametrize("draws", ["0", "-5", "1e3", "many"])
def test_draws_are_a_whole_number_from_one_on(draws, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--draws", draws])
    assert "must be a whole number" in capsys.readouterr().err
