import pytest


@pytest.mark.parametrize(
    ("rhythm", "variant"),
    [
        ({"assess": "quarter"}, "none"),
        ({"assess": "year", "summarise": "year"}, "none"),
        ({"assess": "quarter", "track": "quarter"}, "seldom"),
        ({"assess": "quarter", "track": "year"}, "seldom"),
    ],
)
def test_a_score_without_a_look_in_between_is_found(system, rhythm, variant):
    system.card["rhythm"] = rhythm
    finding = system.one("PD147")
    assert (finding.severity, finding.variant) == ("warning", variant)


@pytest.mark.parametrize(
    "rhythm",
    [
        {"assess": "quarter", "track": "month"},
        {"assess": "year", "track": "quarter"},
        {"assess": "month"},
        {"assess": "month", "track": "month"},
        {"track": "week"},
        None,
    ],
)
def test_it_does_not_fire_where_somebody_looks_in_between_or_nobody_says(system, rhythm):
    system.card["rhythm"] = rhythm
    assert system.findings("PD147") == []
