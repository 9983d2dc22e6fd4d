"""A data request as lines for a terminal, and as findings of a check 「资料到位清单」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.request.words import joined, told
from diagnostics.dictionary.rules.found import found
from diagnostics.model.data_request import STATES, DataRequest, ItemStatus

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.finding import Finding, Severity

MISSING, INCOMPLETE = "PD260", "PD261"


def status_lines(request: DataRequest) -> Iterator[str]:
    """How many items are received, incomplete and missing, then a line for each that is not received 「到位清单」."""
    yield "data request: " + ", ".join(f"{request.count(each)} {each}" for each in STATES)
    for each in request.items:
        lacking = "; ".join(one.say("en") for one in each.lacking)
        impossible = f" -> {each.impossible.say('en')}" if each.impossible else ""
        unseen = f" (not looked at: {'; '.join(one.say('en') for one in each.unseen)})" if each.unseen else ""
        if each.state != "received" or unseen:
            told_of = f": {lacking}" if lacking else ""
            yield f"  {each.state:<10} {each.item.id}{told_of}{impossible}{unseen}"


def request_findings(engagement: Engagement, request: DataRequest) -> Iterator[Finding]:
    """Items that are missing or incomplete, with what that makes impossible 「资料缺口」.

    What the playbook asks for beside the sources is told where the playbook is held against the engagement.
    """
    for each in request.items:
        if each.state != "received" and each.item.kind != "playbook":
            yield _finding(engagement, each)


def _finding(engagement: Engagement, status: ItemStatus) -> Finding:
    item, name = status.item, status.item.id.partition(":")[2]
    place = engagement.places.get(("source", name)) if item.kind == "source" else None
    severity: Severity = "warning" if item.must else "tip"
    code = MISSING if status.state == "missing" else INCOMPLETE
    return found(
        code, severity, str(place or "engagement.yaml"), name or item.id, item=item.title,
        lacking=joined(status.lacking, "semicolon"), without=status.impossible,
        keeper=item.keeper or told("someone"),
    )  # fmt: skip
