"""Evidence that nobody can be asked about 「证据出处」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.root_cause import Hypothesis

CODE = "PD234"


def evidence_findings(engagement: Engagement) -> Iterator[Finding]:
    """People whom engagement.yaml does not name, interviews not on file, data that no test computed 「证据出处」."""
    yield from _people(engagement)
    talks = {each.id for each in engagement.interviews}
    for cause in engagement.causes:
        place = str(engagement.places.get(("cause", cause.id), f"cause {cause.id}"))
        # The verdict takes its data from tests: what somebody computed counts as a document that shows it.
        if any(each.kind == "data" for each in cause.evidence):
            yield found(CODE, "tip", place, cause.id, variant="by_hand", cause=cause.title)
        sources = dict.fromkeys(each.source for each in cause.evidence if each.kind == "interview")
        for source in (each for each in sources if each not in talks):
            variant = "talk" if source else "no_talk"
            yield found(CODE, "tip", place, cause.id, variant=variant, cause=cause.title, name=source)


def _people(engagement: Engagement) -> Iterator[Finding]:
    """People whom engagement.yaml does not name, each once, where the first of their causes stands."""
    people = engagement.settings.people
    named: dict[str, list[Hypothesis]] = {}
    for cause in engagement.causes:
        for name in dict.fromkeys([cause.raised_by, *(each.by for each in cause.evidence)]):
            if name and name not in people:
                named.setdefault(name, []).append(cause)
    for name, causes in named.items():
        first, close = causes[0], nearest(name, people) or ""
        place = str(engagement.places.get(("cause", first.id), f"cause {first.id}"))
        yield found(CODE, "warning", place, first.id, variant="nearest" if close else "person", cause=first.title,
                    name=name, nearest=close, count=len(causes))  # fmt: skip
