"""The board says which measures act on a cause that is not confirmed."""

import pytest

from diagnostics.loop.close.reviews import review
from diagnostics.loop.close.sections.board import board_section


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        (None, "没人接"),
        ("open", "没人接（原因尚未证实）"),
        ("rejected", "没人接（原因已排除）"),
        ("none", "没人接（未登记的原因）"),
    ],
)
def test_a_cause_that_is_not_confirmed_is_told_as_such(build, variant, told):
    findings = [{"code": "PI108", "variant": variant}] if variant else [{"code": "PI105", "variant": ""}]
    build.add("pay", cause={"zh": "没人接", "en": ""}, findings=findings)
    inputs, wording = build.inputs(), build.wording()
    reviews = [review(each, inputs, wording) for each in inputs.interventions["interventions"]]
    (part,) = board_section(inputs, reviews, wording).parts
    assert [row["cause"] for row in part.table.rows] == [told]
