"""Reviews of evidence/traps.yaml that speak of nothing that was found 「核实记录对不上」."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

CODE = "PD237"


def trap_findings(engagement: Engagement) -> Iterator[Finding]:
    """Reviews of a group that no unit is in, and those that fit no finding of the newest run 「核实记录对不上」."""
    if not engagement.traps:
        return
    groups = {each.peer_group for each in engagement.entities if each.peer_group}
    newest = _newest(engagement.folder)
    unfitting, period = newest.get("unfitting", {}), newest.get("period", "")
    for review in engagement.traps:
        place = str(engagement.places.get(("trap", review.id), "evidence/traps.yaml"))
        if review.group and review.group not in groups:
            close = nearest(review.group, groups) or ""
            yield found(CODE, "warning", place, review.id, variant="group_near" if close else "group",
                        review=review.id, group=review.group, nearest=close)  # fmt: skip
        elif review.id in newest.get("later", ()) and review.at is not None:
            yield found(CODE, "tip", place, review.id, variant="later", review=review.id, at=review.at.isoformat(),
                        as_of=newest["as_of"], nearest="")  # fmt: skip
        elif review.id in unfitting:
            near = dict(unfitting[review.id] or {})
            variant = "unsure" if near.pop("unsure", False) else "near" if near else "nothing"
            told = ", ".join(f"{name}: {each}" for name, each in near.items())
            yield found(CODE, "warning", place, review.id, variant=variant, review=review.id, period=period,
                        nearest=told)  # fmt: skip


def _newest(folder: Path) -> dict[str, Any]:
    """What the newest run that looked for traps told of them."""
    for pointer in sorted((folder / "runs").glob("*/current.json"), reverse=True):
        try:
            run = pointer.parent / str(json.loads(pointer.read_text(encoding="utf-8"))["run"])
            record = json.loads((run / "results" / "traps.json").read_text(encoding="utf-8"))
            return {"later": (), "as_of": "", **record, "unfitting": dict(record["unfitting"])}
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return {}
