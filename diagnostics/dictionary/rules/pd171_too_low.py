"""PD171: a target that nearly everyone reaches 「目标值过低」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import percent
from diagnostics.dictionary.rules.reached_share import share_findings
from diagnostics.dictionary.tiers.reach import MOST
from diagnostics.model.finding import Finding

CODE = "PD171"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that 90 % of the figures or more reach 「目标值过低」."""
    yield from share_findings(catalogue, CODE, "too_low", lambda _: {"most": percent(MOST)})
