"""What stands above the panels: every saved scenario can be put beside the others."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.widgets import open_desk, rerun
from diagnostics.widgets.board import Board
from tests.widgets.conftest import DRAWS, text


@pytest.fixture
def crowded(own_case_a, desks, quick_font):
    """A lab of an engagement with five scenarios beside the plan in force."""
    from diagnostics.widgets.lab import Lab

    source = (own_case_a / "scenarios/pay_link.yaml").read_text("utf-8")
    for name in ("x", "y", "z"):
        text = source.replace("id: pay_link", f"id: {name}")
        (own_case_a / f"scenarios/{name}.yaml").write_text(text, "utf-8")
    desk = open_desk(own_case_a, draws=DRAWS)
    desk._observed = desks["zh"]._observed
    return Lab(desk)


def offered(lab) -> list[str]:
    return [key for _, key in lab.head.more.options if key]


def test_a_scenario_for_which_there_was_no_room_takes_the_place_of_another(crowded):
    assert [each.id for each in crowded.board.state.scenarios] == ["pay_link", "pay_link_guaranteed", "x", "y"]
    assert offered(crowded) == ["z"]
    crowded.head.more.value = "z"
    assert "已有 4 个情景并列" in text(crowded.head.status.value)
    assert crowded.head.more.value == ""
    crowded.head.remove.click()
    assert offered(crowded) == ["pay_link", "z"]
    crowded.head.more.value = "z"
    assert crowded.board.active.id == "z"
    assert offered(crowded) == ["pay_link"]
    crowded.head.undo.click()
    assert offered(crowded) == ["pay_link", "z"]


def test_it_is_the_file_as_it_stands_that_is_put_beside(crowded, own_case_a):
    crowded.head.remove.click()
    path = own_case_a / "scenarios/z.yaml"
    path.write_text(path.read_text("utf-8").replace("fixed: 3500", "fixed: 3333"), "utf-8")
    crowded.head.more.value = "z"
    assert crowded.board.active.plan.fixed == 3333
    path.unlink()
    crowded.head.remove.click()
    crowded.head.more.value = "z"
    assert "Unknown scenario &#39;z&#39;" in text(crowded.head.status.value)


def test_nothing_is_offered_where_all_stand_there(own_lab):
    assert offered(own_lab) == []
    assert own_lab.head.more.disabled


def test_a_scenario_that_can_t_be_read_is_named_and_left_out(own_case_a, desks, quick_font):
    from diagnostics.widgets.head import Head

    (own_case_a / "scenarios/bad.yaml").write_text("plan: {fixed: -1}\n", "utf-8")
    desk = open_desk(own_case_a, draws=DRAWS)
    assert list(desk.scenarios) == list(desks["zh"].scenarios)
    head = Head(Board([desk.scenarios["pay_link"]]), desk)
    assert "scenarios/bad.yaml 无法读取，已略过。" in text(head.view.children[-1].value)
    with pytest.raises(InputError, match=r"bad.yaml.* Name the scenarios"):
        rerun(own_case_a, "")


def test_a_plan_in_force_that_can_t_be_read_is_no_lab(own_case_a):
    (own_case_a / "scenarios/in_force.yaml").write_text("plan: {fixed: -1}\n", "utf-8")
    with pytest.raises(InputError, match=r"scenarios/in_force.yaml:1"):
        open_desk(own_case_a)
