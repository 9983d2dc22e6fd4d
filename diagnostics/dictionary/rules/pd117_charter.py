"""PD117: a charter question without an answer 「改进章程未答」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import say

CODE = "PD117"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Parts of the charter that nobody answered, or left at an example 「章程未答全」."""
    if catalogue.charter is None:
        return
    for question in catalogue.charter.unanswered:
        words = Text(zh=say(f"charter.question.{question}", "zh"), en=say(f"charter.question.{question}", "en"))
        yield found(CODE, "warning", catalogue.place("charter"), question, question=words, field=f"charter.{question}")
