"""Feedback on measures: counts by theme and what is open, never what anybody said."""

from datetime import date

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.close.sections.people.feedback import feedback_section
from diagnostics.loop.track.rounds.feedback import FILES, read_feedback
from diagnostics.model.rounds import Feedback, FeedbackTheme, Rounds
from diagnostics.run.keys import FEEDBACK
from tests.loop.close.conftest import Build

HEAD = "主题,原话,处理\n"
ROWS = "排班,晚班太晚,已调整\n排班,周末连上,\n排班,换班难,\n流程,要登记两遍,\n,别的,\n"


def leave(folder, text, name="evidence/feedback.csv"):
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_themes_are_counted_with_what_nobody_acted_on(tmp_path):
    found = read_feedback(leave(tmp_path, HEAD + ROWS), 3)
    assert found == Feedback((FeedbackTheme("排班", 3, 2),), others=2, count=5, open=4)


def test_a_theme_that_names_somebody_is_told_without_its_name(tmp_path):
    found = read_feedback(leave(tmp_path, HEAD + ROWS.replace("排班,", "王小明排班,")), 3, {"王小明"})
    assert (found.themes, found.others, found.count) == ((), 5, 5)


def test_english_headings_in_any_order_and_blank_rows_are_read(tmp_path):
    text = "Action,Theme,Words\n,shifts,too late\n,,\ndone,shifts,swap\n"
    assert read_feedback(leave(tmp_path, text), 1) == Feedback((FeedbackTheme("shifts", 2, 1),), 0, 2, 1)


@pytest.mark.parametrize("text", ["", HEAD, HEAD + "排班,晚班太晚,\n"])
def test_few_remarks_are_not_told(tmp_path, text):
    assert text == "" or read_feedback(leave(tmp_path, text), 5) is None
    assert read_feedback(tmp_path / "nowhere", 5) is None


def test_a_missing_column_and_two_files_are_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"feedback.csv lacks the column action \(action or .*first row has 主题, 原话"
    ):
        read_feedback(leave(tmp_path, "主题,原话\n排班,晚\n"), 1)
    leave(tmp_path, "x", "evidence/feedback.xlsx")
    with pytest.raises(InputError, match="are both there"):
        read_feedback(tmp_path, 1)


def test_a_file_that_leads_elsewhere_is_refused(tmp_path):
    leave(tmp_path, HEAD + ROWS).joinpath("evidence/feedback.csv").rename(tmp_path / "outside.csv")
    inside = tmp_path / "acme"
    (inside / "evidence").mkdir(parents=True)
    (inside / "evidence" / "feedback.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(InputError, match="leads out of the engagement folder"):
        read_feedback(inside, 1)


def test_the_page_tells_counts_and_no_words(tmp_path):
    feedback = read_feedback(leave(tmp_path, HEAD + ROWS), 3)
    record = Rounds(date(2025, 6, 30), feedback=feedback).record()
    section = feedback_section(record, Build().wording())
    (row,) = section.parts[0].table.rows
    assert row == {"theme": "排班", "count": "3", "open": "2"}
    assert section.parts[0].table.note == "另有 2 条属于其他主题。"
    assert "晚班太晚" not in section.model_dump_json()
    assert feedback_section({"feedback": None}, Build().wording()) is None


def test_what_is_read_is_an_input_of_the_run():
    assert FEEDBACK == FILES
