"""PD181: a party that is to agree and has not signed 「缺少签字」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.signing_words import signing_place, what_words
from diagnostics.model.finding import Finding

CODE = "PD181"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Parties of a scorecard's ``agreed_by`` without a signature 「应签未签」."""
    for each in catalogue.signatures:
        if each.state == "missing":
            yield found(
                CODE, "warning", signing_place(catalogue, each), each.what.partition(":")[2],
                party=catalogue.people.get(each.party, each.party), what=what_words(catalogue, each),
            )  # fmt: skip
