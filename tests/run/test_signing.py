"""Signatures by command: appended, held against what is there, refused where they make no sense."""

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, SurroundingsError, UnknownNameError
from diagnostics.run.lock import hold
from diagnostics.run.signing import sign, signature_lines


def test_a_signature_is_appended_and_the_next_one_below_it(small, perfloop_here):
    for party, what in (("li", "dictionary"), ("li", "scorecard:manager")):
        options = ("--party", party, "--what", what, "--on", "2025-06-01")
        done = perfloop_here("dictionary", "sign", small, *options)
        assert done.code == 0, done.err
        assert done.last_line.startswith(f"{what} ")
    engagement = load_engagement(small)
    assert [each.what for each in engagement.signoffs] == ["dictionary", "scorecard:manager"]
    assert (small / "signoffs.yaml").read_text(encoding="utf-8").startswith("# Written by 'perfloop dictionary sign'.")


def test_a_change_shows_in_the_list(small, perfloop_here):
    sign(small, "li", "scorecard:manager", "2025-06-01")
    cards = small / "scorecards.yaml"
    cards.write_text(cards.read_text(encoding="utf-8").replace("target: 0.12", "target: 0.13"), encoding="utf-8")
    done = perfloop_here("dictionary", "signatures", small)
    assert done.out.splitlines()[0] == "stale    scorecard:manager  李店长  2025-06-01"


def test_without_signatures_the_list_says_what_can_be_signed(small):
    first, *others = signature_lines(load_engagement(small))
    assert "charter, dictionary, scorecard:manager can be" in first
    assert len(others) == 3


@pytest.mark.parametrize(
    ("party", "what", "on", "match"),
    [
        ("lii", "charter", "2025-06-01", "Unknown person 'lii'.*Did you mean 'li'"),
        ("li", "scorecard:manger", "2025-06-01", "'scorecard:manger'.*Did you mean 'scorecard:manager'"),
        ("li", "charter", "2999-01-01", "lies in the future"),
        ("li", "charter", "June", "--on == 'June', must be a day such as 2025-03-20"),
    ],
)
def test_a_signature_that_makes_no_sense_is_refused(small, party, what, on, match):
    with pytest.raises((InputError, UnknownNameError), match=match):
        sign(small, party, what, on)
    assert not (small / "signoffs.yaml").exists()


def test_the_same_is_not_signed_twice_and_half_a_charter_not_at_all(small):
    sign(small, "li", "charter", "2025-06-01")
    with pytest.raises(InputError, match="has signed charter as it is now already"):
        sign(small, "li", "charter", "2025-06-02")
    settings = small / "engagement.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("problem: 怎么提高", "problem: ''"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="gives no problem; nobody signs half a charter"):
        sign(small, "li", "charter", "2025-06-02")


def test_what_was_signed_before_can_be_signed_again_after_a_change(small):
    cards = small / "scorecards.yaml"
    first = cards.read_text(encoding="utf-8")
    sign(small, "li", "scorecard:manager", "2025-06-01")
    cards.write_text(first.replace("target: 0.12", "target: 0.13"), encoding="utf-8")
    sign(small, "li", "scorecard:manager", "2025-06-02")
    cards.write_text(first, encoding="utf-8")
    with pytest.raises(InputError, match="must not lie before 2025-06-02"):
        sign(small, "li", "scorecard:manager", "2025-06-01")
    sign(small, "li", "scorecard:manager", "2025-06-03")
    assert next(signature_lines(load_engagement(small))).startswith("valid ")


def test_nobody_signs_while_another_writes(small):
    with hold(small.resolve(), "perfloop run"), pytest.raises(SurroundingsError, match="is in use by"):
        sign(small, "li", "charter", "2025-06-01")
