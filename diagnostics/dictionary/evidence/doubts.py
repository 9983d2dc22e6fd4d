"""Evidence that nobody can be asked about 「证据出处」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

CODE = "PD234"


def evidence_findings(engagement: Engagement) -> Iterator[Finding]:
    """People whom engagement.yaml does not name, interviews not on file, data that no test computed 「证据出处」."""
    people, talks = engagement.settings.people, {each.id for each in engagement.interviews}
    for cause in engagement.causes:
        place = str(engagement.places.get(("cause", cause.id), f"cause {cause.id}"))
        named = dict.fromkeys([*([cause.raised_by] if cause.raised_by else []), *(each.by for each in cause.evidence)])
        for name in (each for each in named if each not in people):
            close = nearest(name, people) or ""
            yield found(CODE, "warning", place, cause.id, variant="nearest" if close else "person", cause=cause.title,
                        name=name, nearest=close)  # fmt: skip
        # The verdict takes its data from tests: what somebody computed counts as a document that shows it.
        if any(each.kind == "data" for each in cause.evidence):
            yield found(CODE, "tip", place, cause.id, variant="by_hand", cause=cause.title)
        sources = dict.fromkeys(each.source for each in cause.evidence if each.kind == "interview")
        for source in (each for each in sources if each not in talks):
            variant = "talk" if source else "no_talk"
            yield found(CODE, "tip", place, cause.id, variant=variant, cause=cause.title, name=source)
