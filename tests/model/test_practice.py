"""What a card and a record of a closed measure refuse to say."""

import pytest
from pydantic import ValidationError

from tests.practice_files import card, closed, effect


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"effect": effect(0.2, 0.04, 0.16)}, "outside its interval"),
        ({"effect": effect(float("nan"))}, "finite"),
        ({"effect": effect(0.1, -0.02, 0.2)}, "one side of no effect"),
        ({"effect": effect(-0.1, -0.2, -0.05)}, "one side of no effect"),
        ({"effect": effect(rung=3)}, "reached rung 3"),
        ({"effect": effect(scale="points", value=2.0, low=1.5, high=2.5)}, "between -1 and 1"),
        ({"verdict": "no_evidence"}, "worked"),
        ({"id": "e00000002-00000001"}, "another engagement"),
        ({"kind": ""}, "pattern"),
        ({"title": ""}, "has a title"),
        ({"title": "长" * 201}, "at most 200"),
        ({"steps": ["x" * 4001]}, "at most 4,000"),
        ({"review": "2026-13"}, "pattern"),
        ({"customer": "甲方"}, "Extra inputs"),
    ],
)
def test_a_card_that_says_more_than_its_figures_is_refused(fields, told):
    with pytest.raises(ValidationError, match=told):
        card(**fields)


@pytest.mark.parametrize("figures", [(0.1, -0.01, 0.2), (-0.1, -0.2, -0.05)])
def test_a_record_may_tell_a_failure_but_no_verdict_against_its_interval(figures):
    assert closed(verdict="no_evidence", effect=effect(*figures)).effect is not None
    with pytest.raises(ValidationError, match="one side of no effect"):
        closed(verdict="worked", effect=effect(*figures))


def test_less_is_better_where_the_kpi_says_so():
    kpi = {"id": "waiting", "name": "等候", "unit": "minutes", "direction": "lower", "cycle": "month"}
    assert card(kpi=kpi, effect=effect(-0.1, -0.2, -0.05)).sign == -1
    with pytest.raises(ValidationError, match="one side"):
        card(kpi=kpi, effect=effect(0.1, 0.05, 0.2))
