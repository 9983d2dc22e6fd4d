"""Evidence that nobody can be asked about 「证据出处」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

CODE = "PD234"


def evidence_findings(engagement: Engagement) -> Iterator[Finding]:
    """Evidence by people whom engagement.yaml does not name, and interviews not on file 「证据出处」."""
    people, talks = engagement.settings.people, {each.id for each in engagement.interviews}
    for cause in engagement.causes:
        place = str(engagement.places.get(("cause", cause.id), f"cause {cause.id}"))
        named = dict.fromkeys([*([cause.raised_by] if cause.raised_by else []), *(each.by for each in cause.evidence)])
        for name in (each for each in named if each not in people):
            close = nearest(name, people) or ""
            yield found(CODE, "warning", place, cause.id, variant="nearest" if close else "person", cause=cause.title,
                        name=name, nearest=close)  # fmt: skip
        sources = dict.fromkeys(each.source for each in cause.evidence if each.kind == "interview")
        for source in (each for each in sources if each not in talks):
            variant = "talk" if source else "no_talk"
            yield found(CODE, "tip", place, cause.id, variant=variant, cause=cause.title, name=source)
