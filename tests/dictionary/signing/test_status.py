"""A signature holds for exactly what was signed."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.dictionary.signing.fingerprint import KPI_APART, Signed
from diagnostics.dictionary.signing.status import signatures
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import SignOff
from diagnostics.model.source import Source

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


OTHER = {
    "name": "别的", "definition": "应收", "unit": "count", "direction": "lower", "source": "other", "measure": "sum(y)",
    "formula": "returns", "where": "x > 2", "time": "paid", "entity": "region", "dimensions": ("channel",), "cycle": "year",
    "parent": "returns", "mother": True, "kind": "process", "leading": True, "view": "customer", "counters": ("returns",),
    "forbidden": ("虚增",), "control": "other", "depends_on": ("it",), "automated": True, "owner": "li", "decimals": 2,
    "tolerance": 0.5, "set_with": "given", "pay": True,
    "versions": [{"from": "2025-01", "measure": "sum(z)"}],
    "readings": [{"id": "finance", "source": "s", "measure": "sum(f)"}],
}  # fmt: skip


def changed(field):
    """The text with another value in one field of its KPI."""
    text = signed()
    returns = Kpi(id="returns", name="退货", unit="count", direction="lower", measure="sum(r)", source="s")
    kpi = text.kpis["sales"].model_dump(by_alias=True) | ({field: OTHER[field]} if field else {})
    return Signed(text.charter, {"sales": Kpi.model_validate(kpi), "returns": returns}, text.scorecards, [])


@pytest.mark.parametrize("field", sorted(set(Kpi.model_fields) - KPI_APART - {"id"}))
def test_a_change_of_any_field_that_means_something_makes_signatures_stale(field):
    for what in ("scorecard:manager", "dictionary"):
        assert states(changed(field), given(what, changed("")))["hr", what] == "stale"


@pytest.mark.parametrize("field", sorted(KPI_APART))
def test_who_maintains_and_what_it_looks_like_is_no_part_of_what_is_signed(field):
    assert states(changed(field), given("scorecard:manager", changed("")))["hr", "scorecard:manager"] == "valid"


def test_weights_are_part_of_what_is_signed_and_who_agrees_is_not():
    assert states(signed(weight=0.5), given("scorecard:manager", signed()))["hr", "scorecard:manager"] == "stale"
    assert states(signed(agreed=["hr"]), given("scorecard:manager", signed()))["hr", "scorecard:manager"] == "valid"


def test_what_a_formula_is_made_of_is_signed_with_it():
    def text(measure):
        parts = Kpi(id="returns", name="退货", unit="count", direction="lower", measure=measure, source="s")
        whole = Kpi(id="sales", name="销售额", unit="count", direction="higher", formula="returns * 2")
        return Signed(None, {"sales": whole, "returns": parts}, signed().scorecards, [])

    assert states(text("sum(b)"), given("scorecard:manager", text("sum(a)")))["hr", "scorecard:manager"] == "stale"


@pytest.mark.parametrize("what", ["scorecard:manager", "dictionary"])
def test_an_agreed_change_of_a_target_and_a_source_are_signed_with_it(what):
    told = {"id": "c1", "kpi": "sales", "scorecard": "manager", "new": 9, "from": "2025-01", "kind": "minor", "reason": "x",
            "requested": "2025-01-01", "agreed_by": ["boss"]}  # fmt: skip
    text = signed()
    later = replace(text, changes=[ChangeRequest.model_validate(told)])
    assert states(later, given(what, text))["hr", what] == "stale"
    one, other = ({"s": Source(file="a.csv", time=time)} for time in ("paid", "ordered"))
    kpi = text.kpis["sales"].model_copy(update={"source": "s"})
    before, after = (replace(text, kpis={"sales": kpi}, sources=each) for each in (one, other))
    assert states(after, given(what, before))["hr", what] == "stale"
    assert states(replace(before, currency="USD"), given(what, before))["hr", what] == "stale"


def test_the_signature_recorded_last_counts():
    first, second = (
        given("scorecard:manager", signed()),
        given("scorecard:manager", signed(weight=0.5), on="2025-04-01"),
    )
    third = given("scorecard:manager", signed(), on="2025-05-01")
    assert states(signed(), first, second)["hr", "scorecard:manager"] == "stale"
    assert states(signed(), first, second, third)["hr", "scorecard:manager"] == "valid"


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
