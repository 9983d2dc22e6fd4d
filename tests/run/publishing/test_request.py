"""Which documents a command asks for."""

import pytest

from diagnostics.errors import InputError
from diagnostics.run.publishing.request import Wanted, asked


def test_steps_audiences_and_forms_come_in_their_own_order():
    found = asked("close, align", "client,leadership", "pdf,html", ())
    assert [(each.step, each.audience) for each in found] == [
        ("align", "client"), ("close", "client"), ("align", "leadership"), ("close", "leadership"),
    ]  # fmt: skip
    assert {each.forms for each in found} == {("html", "pdf")}


def test_a_partys_sheet_is_one_whatever_the_steps():
    assert asked("all", "party:north", "html", {"north"}) == (Wanted("close", "party:north"),)


@pytest.mark.parametrize(("given", "told"), [
    (("clos", "leadership", "html"), "Unknown step 'clos' in --step. Did you mean 'close'"),
    (("close", "leader ship", "html"), "Unknown audience 'leader ship' in --audience. Did you mean 'leadership'"),
    (("close", "leadership", "pfd"), "Unknown form 'pfd' in --as. Did you mean 'pdf'"),
    (("close", "party:nort", "html"), "Unknown party 'nort' in --audience. Did you mean 'north'"),
    (("", "leadership", "html"), "--step names nothing"),
    (("close", " , ", "html"), "--audience names nothing"),
])  # fmt: skip
def test_what_is_no_name_is_refused_with_the_nearest(given, told):
    with pytest.raises(InputError, match=told):
        asked(*given, {"north", "south"})


def test_a_run_without_parties_says_so():
    with pytest.raises(InputError, match="Unknown party 'x' in --audience: the run holds no party's own figures"):
        asked("close", "party:x", "html", ())


@pytest.mark.parametrize("party", ["../x", "a/b", ""])
def test_a_party_can_lead_to_no_other_folder(party):
    with pytest.raises(InputError, match="Unknown party"):
        asked("close", f"party:{party}", "html", {"north"})
