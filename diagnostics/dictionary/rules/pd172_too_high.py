"""PD172: a target that hardly anyone reaches 「目标值过高或不合理」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import percent
from diagnostics.dictionary.rules.reached_share import Told, share_findings
from diagnostics.dictionary.rules.target_words import figure
from diagnostics.dictionary.tiers.reach import LEAST, ItemReach
from diagnostics.model.finding import Finding

CODE = "PD172"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that 10 % of the figures or fewer reach 「目标值过高或不合理」."""

    def told(reached: ItemReach) -> Told:
        return {"least": percent(LEAST), "best": figure(catalogue, reached.kpi, reached.best)}

    yield from share_findings(catalogue, CODE, "too_high", told)
