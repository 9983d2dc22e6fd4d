"""The section on data quality has words for everything the card can hold."""

import pytest

from diagnostics.model.conversion import CONVERSION_KINDS
from diagnostics.model.quality import CHECKS
from diagnostics.terms import say


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_check_and_every_kind_of_conversion_has_words(language):
    for check in CHECKS:
        assert say(f"close.quality.check.{check}", language)
        assert say(f"close.quality.hint.{check}", language)
    for kind in CONVERSION_KINDS:
        assert say(f"close.quality.kind.{kind}", language)
