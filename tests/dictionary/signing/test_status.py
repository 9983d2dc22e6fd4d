"""A signature holds for exactly what was signed."""

from datetime import date

import pytest

from diagnostics.dictionary.signing.fingerprint import Signed
from diagnostics.dictionary.signing.status import signatures
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.charter import Charter
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import SignOff

CARD = {"role": "manager", "level": "store", "agreed_by": ["hr", "boss"], "items": [{"kpi": "sales", "weight": 1}]}


def signed(weight=1.0, definition="实收", owner="", charter=None, agreed=("hr", "boss")):
    kpi = Kpi(
        id="sales", name="销售额", definition=definition, unit="money", direction="higher", measure="sum(x)", owner=owner
    )  # fmt: skip
    card = {**CARD, "agreed_by": list(agreed), "items": [{"kpi": "sales", "weight": weight}]}
    return Signed(charter or Charter(goal="多卖"), {"sales": kpi}, [Scorecard.model_validate(card)], [])


def given(what, text, party="hr", on="2025-03-20"):
    return SignOff(party=party, what=what, on=date.fromisoformat(on), hash=text.fingerprint(what))


def states(text, *signoffs):
    return {(each.party, each.what): each.state for each in signatures(text, signoffs)}


def test_who_is_asked_and_has_not_signed_is_missing():
    found = states(signed(), given("scorecard:manager", signed()))
    assert found == {("hr", "scorecard:manager"): "valid", ("boss", "scorecard:manager"): "missing"}


@pytest.mark.parametrize("changed", [{"weight": 0.5}, {"definition": "应收"}])
def test_a_change_of_weight_or_meaning_makes_a_signature_stale(changed):
    assert states(signed(**changed), given("scorecard:manager", signed()))["hr", "scorecard:manager"] == "stale"


@pytest.mark.parametrize("changed", [{"owner": "li"}, {"agreed": ["hr"]}])
def test_who_maintains_or_who_agrees_is_no_part_of_what_is_signed(changed):
    assert states(signed(**changed), given("scorecard:manager", signed()))["hr", "scorecard:manager"] == "valid"


def test_the_latest_signature_of_a_party_counts():
    old = given("scorecard:manager", signed(weight=0.5))
    new = given("scorecard:manager", signed(), on="2025-04-01")
    assert states(signed(), new, old)["hr", "scorecard:manager"] == "valid"


def test_a_signature_under_the_whole_dictionary_stands_for_its_cards():
    found = states(signed(), given("dictionary", signed(), party="boss"))
    assert found["boss", "scorecard:manager"] == "valid"
    assert (
        states(signed(weight=0.5), given("dictionary", signed(), party="boss"))["boss", "scorecard:manager"]
        == "missing"
    )


def test_a_card_that_is_gone_leaves_its_signature_stale():
    gone = SignOff(party="hr", what="scorecard:other", on=date(2025, 3, 20), hash="0" * 64)
    assert states(signed(), gone)["hr", "scorecard:other"] == "stale"


def test_the_charter_has_a_fingerprint_of_its_own():
    one, two = signed(), signed(charter=Charter(goal="少卖"))
    assert one.fingerprint("charter") != two.fingerprint("charter")
    assert one.fingerprint("dictionary") == two.fingerprint("dictionary")


def test_what_can_not_be_signed_is_named():
    with pytest.raises(UnknownNameError, match="'scorecard:manger'.*Did you mean 'scorecard:manager'"):
        signed().fingerprint("scorecard:manger")
    with pytest.raises(InputError, match="no charter"):
        Signed(None, {}, [], []).fingerprint("charter")
