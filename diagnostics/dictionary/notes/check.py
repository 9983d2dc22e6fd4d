"""Notes that a run would refuse 「顾问判断校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.notes.reading import note_problems
from diagnostics.dictionary.rules.found import found
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

CODE = "PD240"


def note_findings(engagement: Engagement) -> Iterator[Finding]:
    """Notes of no section, that can't be read, or two for one section 「顾问判断不能读取」."""
    for file, problem in note_problems(engagement):
        yield found(CODE, "error", file, "", reason=str(problem).rstrip("."))
