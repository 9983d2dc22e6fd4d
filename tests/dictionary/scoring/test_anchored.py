import numpy as np
import pandas as pd
import pytest

from diagnostics.dictionary.scoring import score
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.scoring import Scoring

WORDS = Scoring(
    rule="anchors",
    anchors=[
        {"level": "优秀", "text": "主动协助跨部门项目并推动落地", "points": 100},
        {"level": "良好", "text": "按约定配合", "points": 80},
        {"level": "待改进", "text": "多次催促才配合", "points": 50},
    ],
)
MARKS = Scoring(rule="anchors", anchors=[{"level": str(each), "points": 20 * each} for each in range(1, 6)])


def _alone(rating):
    """A rating in an array of one, whatever it is."""
    found = np.empty(1, dtype=object)
    found[0] = rating
    return found


def test_an_anchor_maps_to_its_points():
    assert score("优秀", None, WORDS) == 100
    assert score([" 良好", "待改进"], None, WORDS).tolist() == [80, 50]


def test_numbers_are_levels_where_an_anchor_bears_them():
    assert score([4, 4.0, "4"], None, MARKS).tolist() == [80, 80, 80]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_missing_stays_missing(missing):
    assert np.isnan(score([missing], None, WORDS)[0])


@pytest.mark.parametrize("rating", [87, 4.5, "优", True, {}, [1], b"1"])
def test_a_free_score_is_refused(rating):
    with pytest.raises(UnknownNameError, match=r"Unknown rating .* in the anchors: behaviour is scored by a level"):
        score(_alone(rating), None, MARKS)


def test_true_is_no_level_beside_a_level_of_one():
    with pytest.raises(UnknownNameError, match="Unknown rating 'True'"):
        score([1, True], None, MARKS)


def test_a_rating_may_be_capped():
    assert score("优秀", None, WORDS, cap=0.9) == 90


def test_a_misspelt_level_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean '待改进'"):
        score("待改", None, WORDS)


def test_behaviour_has_one_direction():
    with pytest.raises(InputError, match="rule == 'anchors', does not fit direction 'lower'"):
        score("优秀", None, WORDS, "lower")
