"""The six steps on align's page: at a glance, what is unresolved, the tables, the sheet."""

from types import SimpleNamespace

import pytest

from diagnostics.loop.close.step_pages.kpi_build import MOST_ROWS, build_sections

WORD = {"zh": "字", "en": "word"}
NONE = {"zh": "", "en": ""}
LANGUAGE = "zh"
WORDING = SimpleNamespace(language=LANGUAGE, words=lambda told: (told or NONE)[LANGUAGE])


def record(errors=(), rows=2):
    table = {"columns": ["card", "kpi", "stretch"], "rows": [[WORD, WORD, NONE]] * rows}
    empty = {"columns": ["goal"], "rows": []}
    steps = [
        {"id": "strategy", "table": empty, "why": WORD, "told": NONE, "check": "not_possible", "findings": []},
        {"id": "weight", "table": table, "why": NONE, "told": WORD, "check": "passed", "findings": []},
    ]
    return {"steps": steps, "sheet": table, "unresolved": list(errors), "summary": WORD}


def sections(found):
    return build_sections(SimpleNamespace(kpi_build=found), WORDING)


def test_without_a_hand_off_nothing_is_said():
    assert sections(None) == ()


def test_steps_without_a_table_and_columns_without_a_word_are_left_out():
    first, steps = sections(record())
    assert len(first.parts[0].table.rows) == 2
    (weight,) = steps.parts
    assert [each.key for each in weight.table.columns] == ["card", "kpi"]
    assert "可以交各方签字" in first.parts[1].text


def test_errors_stand_between_the_steps_and_the_sheet():
    error = {"code": "PD101", "severity": "error", "place": "scorecards.yaml:2", "message": WORD, "remedy": WORD}
    first, _ = sections(record([error]))
    assert [each.kind for each in first.parts] == ["table", "paragraph", "table", "table"]
    assert "1 条错误" in first.parts[1].text


@pytest.mark.parametrize(("rows", "note"), [(MOST_ROWS, False), (MOST_ROWS + 1, True)])
def test_a_long_table_says_how_much_is_left_out(rows, note):
    _, steps = sections(record(rows=rows))
    assert len(steps.parts[0].table.rows) == MOST_ROWS
    assert bool(steps.parts[0].table.note) is note
