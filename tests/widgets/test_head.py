"""What stands above the panels: every saved scenario can be put beside the others."""

from __future__ import annotations

import pytest

from diagnostics.widgets import open_desk
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
    assert "4 scenarios stand side by side" in text(crowded.head.status.value)
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
