"""Tests of the pages in docs/traps, one a test."""

from pathlib import Path

import pytest

from diagnostics.model.trap import TRAP_TESTS
from diagnostics.model.traps import Traps
from diagnostics.terms import say

PAGES = Path(__file__).parents[4] / "docs" / "traps"


@pytest.mark.parametrize("test", TRAP_TESTS)
def test_every_test_of_a_trap_has_a_page_with_the_rule_that_cards_tell(test):
    text = (PAGES / f"{test}.md").read_text(encoding="utf-8")
    for language in ("zh", "en"):
        for part in ("test", "rule", "innocent"):
            assert say(f"traps.{part}.{test}", language) in text
    assert text.count("\n## ") == 8


def test_there_is_no_page_of_a_test_that_is_not_there():
    assert {each.stem for each in PAGES.glob("*.md")} == set(TRAP_TESTS)


def test_a_card_leads_from_each_score_to_the_page_of_its_rule():
    cards = Traps((), {}, "2025-06", {}).cards()
    assert {each["page"] for card in cards for each in card["tests"]} == {
        f"docs/traps/{test}.md" for test in TRAP_TESTS
    }
