"""Six answers, one path: every combination, unknown answers, the two cases of the articles."""

from itertools import product

import pytest

from diagnostics.dictionary.path_choice import QUESTIONS, propose_path, read_answers
from diagnostics.dictionary.path_choice.propose import ROWS, WEIGHT
from diagnostics.dictionary.playbooks import known_playbooks
from diagnostics.errors import InputError
from diagnostics.terms import LANGUAGES

EVERY = [dict(zip(QUESTIONS, each, strict=True)) for each in product(*((*each, "") for each in QUESTIONS.values()))]


def test_every_combination_of_answers_gives_one_path_with_its_reason():
    reached = set()
    for answers in EVERY:
        path = propose_path(answers)
        reached.add(path.playbook)
        assert path.second != path.playbook
        assert all(path.reason.say(each) and path.not_second.say(each) for each in LANGUAGES)
        assert [key for key, _ in path.questions] == [key for key, each in answers.items() if not each]
    assert reached == set(WEIGHT)
    assert len(EVERY) == 1620


def test_every_path_is_a_playbook_that_comes_along():
    assert set(WEIGHT) <= set(known_playbooks()) | {"kpi-build", "quality-line", "sales-funnel"}
    assert {playbook for _, playbook, _ in ROWS} == set(WEIGHT)


@pytest.mark.parametrize(
    ("answers", "playbook", "steps"),
    [
        # Case A of the article: one shop, pay of one manager; precise diagnosis, joint intervention, tracking.
        ({"scope": "local", "about": "units", "pay": "yes"}, "store-turnaround", ("diagnose", "intervene", "track")),
        ({"scope": "local"}, "store-turnaround", ("diagnose", "intervene", "track")),
        # Case B: every score excellent, profit falls; the whole loop.
        ({"scope": "company", "trap": "yes", "kpis": "yes"}, "system-rebuild",
         ("align", "diagnose", "intervene", "track", "close")),
        ({"trap": "yes"}, "system-rebuild", ("align", "diagnose", "intervene", "track", "close")),
        ({"kpis": "no", "about": "review"}, "kpi-build", ("align", "diagnose", "intervene", "track", "close")),
        ({"about": "line"}, "quality-line", ("diagnose", "intervene", "track")),
        ({"about": "sales", "scope": "company"}, "sales-funnel", ("diagnose", "intervene", "track")),
        ({}, "quarterly-review", ("diagnose", "track", "close")),
    ],
)  # fmt: skip
def test_what_is_local_goes_one_way_and_what_is_systemic_another(answers, playbook, steps):
    path = propose_path(answers)
    assert (path.playbook, path.steps) == (playbook, steps)


def test_a_local_trap_is_no_system_to_rebuild_but_told():
    path = propose_path({"scope": "local", "trap": "yes"})
    assert (path.playbook, path.second) == ("store-turnaround", "system-rebuild")
    assert any("需核实" in each.zh for each in path.cautions)


def test_what_must_be_brought_is_what_the_playbook_needs():
    known = known_playbooks()
    path = propose_path({"about": "units"}, known)
    needs = [each.what for _, each in known["store-turnaround"].needs() if each.need == "must"]
    assert list(path.brought) == needs
    assert needs


@pytest.mark.parametrize("answer", ["history=short", "pay=no", "history=1", "pay=不能动", "pay=2"])
def test_history_and_pay_are_told_as_what_they_allow(answer):
    assert len(propose_path(read_answers(["about=units", answer])).cautions) == 1


def test_answers_are_read_by_word_number_and_in_both_languages():
    given = read_answers(["scope=全公司", "trap = YES ", "kpis=2", "about=门店或单位", "history=?"])
    expected = {"scope": "company", "trap": "yes", "kpis": "no", "about": "units", "history": "", "pay": ""}
    assert given == expected


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["scoep=local"], "Did you mean 'scope'"),
        (["scope=loca"], "Did you mean 'local'"),
        (["scope"], "must be QUESTION=ANSWER"),
        (["scope=local", "scope=company"], "given twice"),
        (["scope=3"], "must be one of: local, company"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_the_nearest(given, told):
    with pytest.raises(InputError, match=told):
        read_answers(given)
