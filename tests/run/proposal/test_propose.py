"""What `perfloop ledger propose` prints."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from diagnostics.dictionary.library import read_library
from diagnostics.errors import InputError
from diagnostics.model.intervention import Intervention
from diagnostics.model.planned import Planned
from diagnostics.model.priority import Priority, Stake
from diagnostics.model.proposal import Proposal, Proposals
from diagnostics.model.text import Text
from diagnostics.model.training import Training
from diagnostics.model.visibility import Visibility
from diagnostics.run.demo import demo_engagement
from diagnostics.run.proposal.propose import draft_yaml, proposal_lines, proposals_of_period

DRAFT = Intervention(
    id="x", title="=SUM(A1)", dimension="skills", cause="原因", kpi="revenue", entities=("s1",), owner="li",
    due=date(2025, 8, 1), measure="看营收", library="reception_practice",
)  # fmt: skip


def found(*items, **changes):
    said = {"items": items, "unanswered": (), "training": (), "tools": (), "findings": (), **changes}
    return Proposals(period="2025-06", draws=10, seed=0, **said)


def proposal(stake=None):
    card = read_library().cards["reception_practice"]
    grounds = (("word", "接待"),)
    return Proposal(card, False, "cold", Text(zh="接待差"), grounds, 0.4, stake, DRAFT, Priority(1, 0.1, 0.6, 1, 2))


def test_each_proposal_says_why_what_is_at_stake_and_how_sure_the_order_is():
    lines = "\n".join(proposal_lines(found(proposal(Stake(0.1, 0.05, 0.15, "revenue", 10.0)))))
    for words in ("1. reception_practice", "cause cold", "'接待'", "10.0% of revenue", "first in 60%", "places 1 to 2"):
        assert words in lines


@pytest.mark.parametrize(("smallest", "hidden"), [(30.0, True), (20.0, False)])
def test_an_effect_that_would_not_show_though_the_whole_gap_were_closed_is_told(smallest, hidden):
    sight = Visibility(
        "revenue", ("s1",), "unstated", judged="2026-01", smallest=smallest, smallest_relative=0.3, beside=("m1",)
    )
    draft = DRAFT.model_copy(update={"baseline": 100.0, "target": 125.0})
    lines = "\n".join(proposal_lines(found(replace(proposal(), draft=draft, visibility=sight))))
    assert ("closing the whole gap would not show" in lines) is hidden
    assert "at the same time and place: m1; the effects can't be told apart" in lines


@pytest.mark.parametrize(("share", "settled"), [(0.42, False), (0.6, True)])
def test_an_order_that_seldom_holds_is_called_so(share, settled):
    stake = Stake(0.1, 0.1, 0.1, "revenue", 10.0)
    first = replace(proposal(stake), priority=Priority(1, 0.1, share, 1, 2))
    second = replace(proposal(stake), priority=Priority(2, 0.1, 1 - share, 1, 2))
    told = found(first, second)
    assert told.settled is told.record()["settled"] is settled
    assert ("the order is not settled" in "\n".join(proposal_lines(told))) is not settled
    assert found(first).settled, "one measure alone has no order"


def test_a_planned_measure_is_told_in_order_with_what_it_lacks():
    one = Planned(DRAFT, "cold", Stake(0.1, 0.1, 0.1, "revenue", 10.0), 0.5, 2, Priority(2, 0.1, 0.4, 1, 2))
    bare = Planned(DRAFT, "", None, None, 2, Priority(3, None, 0.0, 3, 3))
    lines = "\n".join(proposal_lines(found(proposal(), planned=(one, bare))))
    for words in (
        "1. reception_practice",
        "not sized",
        "2. x:",
        "at stake 10.0% of revenue\n",
        "no value, no confidence",
    ):
        assert words in lines


def test_training_without_a_module_and_causes_without_a_card_are_told():
    training = Training("s1", "conversion", -0.2, "target", "", Text())
    lines = list(proposal_lines(found(unanswered=("fate",), training=(training,))))
    assert any("no module of the library fits" in each for each in lines)
    assert any("no card fits the confirmed cause 'fate': write your own" in each for each in lines)
    assert lines[-1].startswith("nothing is proposed")


def test_a_share_is_told_in_percentage_points():
    training = Training("s1", "conversion", -0.2, "target", "", Text(), -0.045)
    (line, *_) = proposal_lines(found(training=(training,)))
    assert "by gap and weight (-4.5 percentage points)" in line


def test_what_the_ledger_has_already_is_told():
    lines = list(proposal_lines(found(already={"cold": ("calls", "greeting")})))
    assert lines[0] == "the ledger has measures for cause 'cold': calls, greeting"
    assert lines[-1].endswith("has a card beside what the ledger has")


def test_a_card_for_another_cause_is_refused_by_the_cause():
    with pytest.raises(InputError, match="Unknown cause 'fate' in what card 'reception_practice' is proposed for"):
        draft_yaml(found(proposal()), "reception_practice", "fate")


def test_a_draft_is_yaml_that_ledger_add_takes():
    text = draft_yaml(found(proposal()), "reception_practice")
    assert Intervention.model_validate(yaml.safe_load(text)) == DRAFT


def test_a_period_that_was_not_run_is_refused(tmp_path):
    demo_engagement("a", tmp_path / "a")
    with pytest.raises(InputError, match="--period 2025-06: it was not run yet"):
        proposals_of_period(tmp_path / "a", "2025-06")


def test_titles_are_in_the_language_that_is_asked_for():
    made, title = found(proposal()), read_library().cards["reception_practice"].title
    for language in ("zh", "en"):
        assert title.say(language) in next(proposal_lines(made, language))
