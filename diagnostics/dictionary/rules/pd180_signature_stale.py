"""PD180: a signature under something that has changed since 「签字已失效」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.signing_words import signing_place, what_words
from diagnostics.model.finding import Finding

CODE = "PD180"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Signatures whose text is no longer what was signed 「签字后内容已改」."""
    for each in catalogue.signatures:
        if each.state == "stale":
            yield found(
                CODE, "warning", signing_place(catalogue, each), each.what.partition(":")[2],
                party=catalogue.people.get(each.party, each.party), what=what_words(catalogue, each), on=str(each.on),
            )  # fmt: skip
