"""A run takes what its playbook says where the command says nothing, and refuses what lacks a need."""

import pytest

from diagnostics.data.handoff import read_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.keys import changed, engagement_inputs
from diagnostics.run.listing import plan_lines
from diagnostics.run.plan import make_plan
from diagnostics.run.playbooks.gate import lacking, refuse_unmet, unmet_lines
from diagnostics.run.playbooks.steps import followed, origins, steps_asked, validated
from diagnostics.run.steps import NAMES
from tests.dictionary.playbooks.conftest import PLAYBOOK

pytestmark = pytest.mark.usefixtures("quick_font")


def drop_share(folder):
    path = folder / "kpis.yaml"
    path.write_text(path.read_text("utf-8").replace("unit: share", "unit: ratio"), encoding="utf-8")


def test_the_playbook_says_steps_where_the_command_says_none(following, small):
    client = load_engagement(following)
    assert steps_asked(client, frozenset()) == {"align", "track"}
    assert steps_asked(client, frozenset({"close"})) == {"close"}


def test_without_a_playbook_all_steps_run(small):
    assert steps_asked(load_engagement(small), frozenset()) == frozenset(NAMES)


def test_parameters_of_the_playbook_give_way_to_those_of_the_command(following):
    client = load_engagement(following)

    def seed(given):
        return make_plan(client, "2025-06", given=given).steps[3].parameters["seed"]

    assert (seed({}), seed({"seed": "7"})) == (5, 7)
    assert origins(client, {})["track"] == {"seed": "playbook our-review"}
    assert origins(client, {"seed": "7"})["track"] == {"seed": "-p"}


def test_the_plan_tells_where_a_parameter_comes_from(following):
    client = load_engagement(following)
    lines = list(plan_lines(make_plan(client, "2025-06"), "", origins(client, {})))
    assert any("seed=5 (playbook our-review)" in each for each in lines)
    assert not any("as_of='' (" in each for each in lines)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("{sead: 5}", r"parameter 'sead' in our-review/playbook.yaml:\d+:\d+, steps\[1\].parameters.sead.*'seed'"),
        (
            "{seed: five}",
            r"seed == 'five' \(our-review/playbook.yaml:\d+:\d+, steps\[1\].parameters.seed\), must be of type int",
        ),
        ("{seed: yes}", "must be of type int"),
        ("{period: 2025-06}", "'period'.*set by the run itself"),
        ("{run: ../elsewhere}", "'run'.*set by the run itself"),
    ],
)
def test_a_parameter_that_no_notebook_has_is_refused_before_anything_runs(following, firm, steps, said, new, told):
    firm.change("{seed: 5}", new)
    with pytest.raises(InputError, match=told):
        carry_out(following, "2025-06", progress=said)
    assert not (following / "runs").exists()
    assert steps.ran == []


def test_every_playbook_is_validated_whichever_is_followed(following, firm):
    firm.write("other", PLAYBOOK.replace("our-review", "other").replace("{seed: 5}", "{sead: 5}"))
    with pytest.raises(InputError, match="in other/playbook.yaml:"):
        followed(load_engagement(following))


def test_all_playbooks_that_come_along_fit_the_notebooks():
    assert len(validated()) >= 3


def test_a_run_without_what_the_playbook_needs_is_refused_before_anything_is_written(following, steps, said):
    drop_share(following)
    before = sorted(each.name for each in following.iterdir())
    with pytest.raises(InputError) as refused:
        carry_out(following, "2025-06", progress=said)
    told = str(refused.value)
    assert "laybook 'our-review', requires.kpis[0] (conversion): a share (found 0 of 1)" in told
    assert "Without it: conversion can't be seen" in told
    assert "take the line 'playbook: our-review' out of engagement.yaml" in told
    assert sorted(each.name for each in following.iterdir()) == before
    assert steps.ran == []


def test_what_should_be_there_is_told_and_stops_nothing(following, steps, said):
    done = carry_out(following, "2025-06", progress=said)
    assert done.ran == ("align", "diagnose", "intervene", "track")
    assert "note: playbook 'our-review', requires.evidence[0] (talks)" in said.stream.getvalue()
    assert [each.requirement.id for each in lacking(load_engagement(following), followed(load_engagement(following)))]


def test_a_plan_tells_what_would_be_refused(following):
    drop_share(following)
    told = unmet_lines(load_engagement(following))
    assert [each.partition(":")[0] for each in told] == ["refused for now", "note"]


def test_a_run_that_ends_early_hands_over_how_its_pages_are_read(following, steps, said):
    run = carry_out(following, "2025-06", frozenset({"align"}), progress=said).run
    assert read_records(run.folder, "playbook")["id"] == "our-review"
    assert "results/playbook.json" in run.manifest.steps["align"].outputs


def test_an_engagement_without_a_playbook_is_refused_nothing(small):
    client = load_engagement(small)
    assert (refuse_unmet(client), unmet_lines(client), followed(client)) == ((), (), None)


@pytest.mark.parametrize("name", ["playbook.yaml", "guide.md"])
def test_a_change_of_the_playbook_is_a_change_of_every_step(following, firm, name):
    def inputs():
        return engagement_inputs(load_engagement(following), "0 ")["configuration"]

    before = inputs()
    with (firm.root / "our-review" / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    expected = "playbook our-review" if name == "playbook.yaml" else "playbook our-review guide"
    assert changed(before, inputs()) == (expected,)
