import pytest

from diagnostics.dictionary.wording import rewording
from diagnostics.errors import InputError
from diagnostics.loop.align import propose_targets, recalibrate, review, review_kpis

FIGURES = "observations == None, must be Observations, as dx.observe gives them"


@pytest.mark.parametrize(
    "call", [review, lambda it: recalibrate(it, 1), lambda it: propose_targets(it, 1), lambda it: review_kpis(it, 1)]
)
@pytest.mark.parametrize("given", [None, "acme"])
def test_what_is_no_engagement_is_refused_by_its_argument(call, given):
    with pytest.raises(
        InputError, match=f"engagement == {given!r}, must be an Engagement, as dx.open_engagement gives it"
    ):
        call(given)


@pytest.mark.parametrize("call", [recalibrate, propose_targets, review_kpis])
def test_what_are_no_observations_is_refused_by_its_argument(call, client):
    with pytest.raises(InputError, match=FIGURES):
        call(client, None)


def test_a_review_with_what_are_no_observations_is_refused(client):
    with pytest.raises(InputError, match="observations == 'x', must be Observations"):
        review(client, observations="x")


@pytest.mark.parametrize("name", [None, 5, ["销售额"]])
def test_a_name_that_is_no_text_has_no_rewording(name):
    with pytest.raises(InputError, match="name == .*, must be the name of a KPI, as text"):
        rewording(name)


def test_a_period_without_figures_is_told(client, seen):
    assert "2031-06 没有任何数据" in review(client, "2031-06", observations=seen).summary("zh")
    assert "There are no figures of 2031-06" in review(client, "2031-06", observations=seen).summary("en")
    last = str(seen.table["period"].max())
    assert "没有任何数据" not in review(client, last, observations=seen).summary("zh")
    assert "没有任何数据" not in review(client, "2031-06").summary("zh")
