"""PD117: a charter question without an answer 「改进章程未答」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import say

CODE = "PD117"
QUESTIONS = ("goal", "weak_points", "problem")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Questions of the charter that nobody answered 「章程三问未答全」."""
    if catalogue.charter is None:
        return
    for question in QUESTIONS:
        if not getattr(catalogue.charter, question):
            words = Text(zh=say(f"charter.question.{question}", "zh"), en=say(f"charter.question.{question}", "en"))
            place = catalogue.place("charter")
            yield found(CODE, "warning", place, question, question=words, field=f"charter.{question}")
