"""A measure names a cause of the register; only confirmed ones are left in peace."""

from dataclasses import replace

import pandas as pd
import pytest

from diagnostics.data.handoff import write_records, write_table
from diagnostics.loop.intervene import plan
from diagnostics.loop.intervene.ledger import seed
from diagnostics.model.root_cause import Hypothesis

CAUSE = Hypothesis(id="no_reward", title="干好干坏一个样。", category="people", kpi="revenue")


@pytest.fixture
def found(make_engagement, ledger_of, tmp_path):
    """Variant of PI108 that a plan finds, None without it."""

    def make(verdict="", causes=(CAUSE,), **fields):
        engagement = replace(
            make_engagement([ledger_of.entry("A-001", "2025-03-20", "planned", **fields)]), causes=causes
        )
        seed(engagement)
        run = tmp_path / "run"
        write_table(run, "gaps", pd.DataFrame(columns=["kpi", "entity", "comparison", "favourable"]))
        if verdict:
            write_records(run, "causes", {"causes": [{"cause": "no_reward", "verdict": verdict}]})
        made = plan(engagement, "2025-06", run=str(run))
        return next((each.variant for each in made.all_findings if each.code == "PI108"), None)

    return make


@pytest.mark.parametrize(
    ("verdict", "variant"), [("confirmed", None), ("open", "open"), ("rejected", "rejected"), ("", None)]
)
@pytest.mark.parametrize("cause", ["no_reward", "干好干坏一个样"])
def test_a_cause_is_named_by_its_id_or_its_title(found, verdict, variant, cause):
    assert found(verdict, cause=cause) == variant


def test_a_cause_that_is_not_registered_is_told_and_without_a_register_nothing_is(found):
    assert found("open", cause="别的原因") == "none"
    assert found(causes=(), cause="别的原因") is None


def test_an_event_from_outside_needs_no_confirmed_cause(found):
    assert found("rejected", cause="no_reward", external=True) is None
