"""Rules of early warnings: unknown names, numbers without meaning and bases nobody set are refused."""

import pytest
from pydantic import ValidationError

from diagnostics.errors import InputError
from diagnostics.model.warning_rule import WarningRule
from tests.dictionary.conftest import ENGAGEMENT


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"rule": "misses", "n": 0}, "greater than or equal to 1"),
        ({"rule": "misses", "n": -2}, "greater than or equal to 1"),
        ({"rule": "signal", "n": 2}, "'n' belongs to the rule misses, not to 'signal'"),
        ({"rule": "misses", "probability": 0.1}, "belongs to the rule forecast"),
        ({"rule": "forecast", "probability": 1.0}, "less than 1"),
        ({"rule": "signal", "most": 0}, "greater than 0"),
        ({"rule": "check_in", "kpi": "leads"}, "names no KPI"),
    ],
)
def test_a_setting_without_meaning_is_refused(fields, told):
    with pytest.raises(ValidationError, match=told):
        WarningRule(**fields)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{rule: mises, kpi: revenue}", "did you mean 'misses'"),
        ("{rule: misses, kpi: revenu}", "Unknown KPI 'revenu'.*Did you mean 'revenue'"),
        ("{rule: misses, kpi: revenue}", "watches its base, but no scorecard gives it one"),
        ("{rule: misses, kpi: conversion_rate, n: 0}", "n == 0"),
        ("{rule: signal}\n  - {rule: signal, most: 1}", "stands twice"),
    ],
)
def test_a_rule_that_does_not_fit_the_dictionary_is_refused_with_its_line(folder, rule, told):
    folder.write("engagement.yaml", f"{ENGAGEMENT}warnings:\n  - {rule}\n")
    with pytest.raises(InputError, match=told) as refused:
        folder.open()
    assert "engagement.yaml" in str(refused.value)


def test_rules_that_fit_are_read(folder):
    rules = "  - {rule: misses, kpi: revenue, tier: target, n: 2}\n  - {rule: counter, on: false}\n"
    folder.write("engagement.yaml", f"{ENGAGEMENT}warnings:\n{rules}")
    assert [each.n for each in folder.open().settings.warnings] == [2, None]
