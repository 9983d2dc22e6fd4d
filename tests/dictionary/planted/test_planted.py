"""Every defect of a dictionary planted once: each is found exactly once, and a clean company has none."""

from collections import Counter

import pytest

from diagnostics.dictionary.groupings import groupings
from diagnostics.dictionary.muting import CODE as MUTE_CODE
from diagnostics.dictionary.rules import RULES
from diagnostics.model.grouping import DIFFICULTIES, MISCONCEPTIONS
from tests.dictionary.planted.plants import PLANTS
from tests.dictionary.planted.sections import Company

# Codes of the dictionary; PD2xx are about files, versions and readings.
CODES = sorted({each for each in RULES if each.startswith("PD1")} | {MUTE_CODE})


def planted(*codes):
    company = Company()
    for code in codes:
        PLANTS[code](company, company.department(code.lower(), entities=2))
    return company


def told(findings):
    return "\n".join(f"{each.code} {each.about} {each.variant}: {each.message.zh}" for each in findings)


def test_every_code_is_planted():
    assert sorted(PLANTS) == CODES


def test_a_clean_company_has_no_findings():
    company = Company()
    for code in CODES:
        company.department(code.lower(), entities=2)
    found = company.findings()
    assert found == (), told(found)


@pytest.fixture(scope="module")
def together():
    """Findings of a company with every defect once."""
    return planted(*CODES).findings()


def test_with_every_defect_planted_once_each_is_found_exactly_once(together):
    counts = Counter(each.code for each in together)
    wrong = {code: counts.get(code, 0) for code in {*counts, *CODES} if counts.get(code, 0) != 1}
    assert wrong == {}, told(each for each in together if each.code in wrong)


@pytest.mark.parametrize("code", CODES)
def test_a_defect_by_itself_is_found_and_nothing_else(code):
    found = planted(code).findings()
    assert [each.code for each in found] == [code], told(found)


def test_together_they_speak_for_every_misconception_and_difficulty(together):
    found = groupings(together)
    assert [each.id for each in found] == [*MISCONCEPTIONS, *DIFFICULTIES]
