"""The calendar of reviews: each level by the rhythm of its cards, decisions by the round."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track import reviews
from diagnostics.model.scorecard import Scorecard


def card(level="store", **fields):
    items = [{"kpi": "revenue", "weight": 1.0}]
    return Scorecard.model_validate({"role": "boss", "level": level, "items": items, "name": {"en": "Boss"}, **fields})


@pytest.fixture
def quarter(engagement):
    def make(*cards, span="2025Q3"):
        rounds = [
            {
                "id": "one",
                "start": date(2025, 1, 1),
                "end": date(2025, 12, 31),
                "decisions": [date(2025, 9, 15), date(2026, 1, 9)],
            }
        ]
        settings = type(engagement.settings).model_validate(
            {**engagement.settings.model_dump(by_alias=True), "rounds": rounds}
        )
        return reviews(replace(engagement, settings=settings, scorecards=cards), span)

    return make


def test_each_level_meets_by_its_own_rhythm(quarter):
    store = card(rhythm={"track": "month", "assess": "quarter"})
    firm = card("firm", rhythm={"assess": "quarter", "summarise": "year"})
    found = [(each.day.isoformat(), each.level, each.occasion) for each in quarter(store, firm).days]
    assert sorted(found) == [
        ("2025-08-01", "store", "track"),
        ("2025-09-01", "store", "track"),
        ("2025-09-15", "", "decide"),
        ("2025-10-01", "firm", "assess"),
        ("2025-10-01", "store", "assess"),
        ("2025-10-01", "store", "track"),
    ]


def test_a_card_without_a_rhythm_takes_the_one_advised_for_its_role(quarter):
    days = quarter(card(family="technical", rank="junior")).days
    assert {each.advised for each in days if each.level} == {True}
    assert [each.occasion for each in days].count("assess") == 1
    found = quarter(card())
    assert [each.occasion for each in found.days] == ["decide"]
    assert "Boss" in found.summary("en")


def test_cards_of_a_level_meet_together_and_only_while_in_force(quarter):
    every = {"rhythm": {"track": "month"}}
    days = quarter(card(**every), card(peer_group="city", name={"en": "City"}, to="2025-08", **every)).days
    told = [[each.en for each in day.cards] for day in days if day.occasion == "track"]
    assert told == [["Boss", "City"], ["Boss", "City"], ["Boss"]]
    assert quarter(card(**every)).frame()["cards"].iloc[0] == "Boss"


def test_a_span_nobody_knows_is_refused(quarter):
    with pytest.raises(InputError, match="no known form"):
        quarter(span="Q3")
