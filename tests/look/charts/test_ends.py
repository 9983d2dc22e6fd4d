import pytest

from diagnostics.look.charts.canvas import Margins, drawing, sheet
from diagnostics.look.charts.ends import EndLabel, draw_ends


@pytest.mark.parametrize("heights", [(5.0, 5.0), (5.0, 5.1), (9.9, 10.0), (1.0, 9.0)])
def test_labels_never_lie_on_each_other_and_keep_their_order(heights):
    with drawing("wide"):
        _, axes = sheet("wide", 190.0, Margins(20, 60, 10, 10))
        axes.set_ylim(0, 10)
        draw_ends(axes, [EndLabel(f"目标\n{each}", each, "#000000") for each in heights], 9.6, 190.0)
        boxes = [each.get_window_extent() for each in axes.texts]
    assert boxes[0].y1 <= boxes[1].y0 or boxes[1].y1 <= boxes[0].y0
    if heights[0] < heights[1]:
        assert boxes[0].y0 < boxes[1].y0


def test_a_label_with_room_stays_at_its_height():
    with drawing("wide"):
        _, axes = sheet("wide", 190.0, Margins(20, 60, 10, 10))
        axes.set_ylim(0, 10)
        draw_ends(axes, [EndLabel("实际\n1", 7.0, "#000000"), EndLabel("目标\n2", 2.0, "#000000")], 9.6, 190.0)
    assert [each.get_position()[1] for each in axes.texts] == [7.0, 2.0]
