import pytest


@pytest.mark.parametrize(
    "question", ["goal", "weak_points", "problem", "sponsor", "statement", "benefit_firm", "benefit_staff"]
)
def test_a_question_without_an_answer_is_found(system, question):
    del system.charter[question]
    finding = system.one("PD117")
    assert (finding.severity, finding.about) == ("warning", question)
    assert f"charter.{question}" in finding.remedy.zh


def test_an_example_is_no_answer(system):
    system.charter["goal"] = {"zh": "（示例）多卖", "en": "(example) sell more"}
    assert system.one("PD117").about == "goal"


def test_it_does_not_fire_where_all_are_answered(system):
    assert system.findings("PD117") == []


def test_it_does_not_fire_where_the_charter_is_not_known(system):
    system.charter = {}
    system.options["charter"] = None
    assert system.findings("PD117") == []
