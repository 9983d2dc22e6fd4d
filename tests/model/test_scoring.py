import pytest
from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring

BANDS = [{"at": 1, "points": 60}, {"at": 2, "points": 100}]
LEVELS = [{"level": "1", "points": 20}, {"level": "2", "points": 40}]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"rule": "deduction"}, "rule 'deduction' needs 'per_event'"),
        ({"rule": "bands"}, "rule 'bands' needs 'bands'"),
        ({"rule": "anchors"}, "rule 'anchors' needs 'anchors'"),
        ({"rule": "ratio", "per_event": 2}, "'per_event' is for rule 'deduction', not for 'ratio'"),
        ({"rule": "ratio", "bands": BANDS}, "'bands' is for rule 'bands', not for 'ratio'"),
        ({"rule": "threshold", "start": 0.8}, "'start' is for rule 'ratio' or .*, not for 'threshold'"),
        ({"full": 100}, "'full' is for rule 'level'"),
        ({"start": 0.8, "floor": 0.5}, "floor == 0.5 beside start == 0.8, must be 0"),
        ({"start": 1.5, "cap": 1.2}, "start == 1.5 lies above the cap 1.2"),
        ({"rule": "bands", "bands": [*BANDS, {"at": 1, "points": 1}]}, "two bands begin at the same figure"),
        ({"rule": "bands", "bands": BANDS[:1], "between": "linear"}, "linear bands need two or more"),
        ({"rule": "anchors", "anchors": [*LEVELS, {"level": " 2.0", "points": 1}]}, "two anchors share a level"),
        ({"rule": "anchors", "anchors": LEVELS[:1]}, "anchors need two levels or more"),
        ({"cap": float("inf")}, "finite"),
        ({"cap": 120}, r"cap == 120, must be a share of at most 5: 1.2 stands for 120 points"),
        ({"start": 80}, "start == 80, must be a share of at most 5"),
        ({"floor": 60}, "floor == 60, must be a share of at most 5"),
        ({"rule": "bands", "bands": [{"at": float("nan"), "points": 1}]}, "finite"),
    ],
)
def test_options_that_say_nothing_or_contradict_are_refused(fields, rule):
    with pytest.raises(ValidationError, match=rule):
        Scoring.model_validate(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 0.8, "floor": 0, "cap": 1.2},
        {"rule": "level", "full": 100, "start": 0.6},
        {"rule": "deduction", "per_event": 2, "free": 1, "every": 0.01, "bonus": 1},
        {"rule": "bands", "bands": BANDS, "of": "target", "between": "linear", "start": 0.5},
        {"rule": "anchors", "anchors": LEVELS, "cap": 1},
    ],
)
def test_options_that_fit_are_taken(fields):
    assert Scoring.model_validate(fields).rule == fields.get("rule", "ratio")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"rule": "deduction", "per_event": -5}, "per_event == -5 for Scoring, must be greater than 0"),
        ({"rule": "ratoi"}, "Unknown rule 'ratoi' in Scoring. Did you mean 'ratio'"),
        ({"cpa": 1.2}, "Unknown option 'cpa' in Scoring. Did you mean 'cap'"),
        ({"rule": "bands", "bands": [{"at": 1}]}, r"Scoring needs 'bands\[0\].points'; it is missing"),
        ({"rule": "bands", "bands": []}, "rule 'bands' needs 'bands'"),
        ({"cap": 120}, "cap == 120, must be a share of at most 5"),
    ],
)
def test_made_in_python_it_says_in_a_sentence_what_is_wrong(fields, error):
    with pytest.raises(InputError, match=error) as caught:
        Scoring(**fields)
    assert "pydantic" not in str(caught.value)
