"""A data request as lines for a terminal, and as findings of a check 「资料到位清单」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.dictionary.request.codes import INCOMPLETE, MISSING
from diagnostics.dictionary.request.words import joined, told
from diagnostics.dictionary.rules.found import found as finding
from diagnostics.dictionary.source_contents import CODES as CONTENT_CODES
from diagnostics.dictionary.source_files import CODES as SOURCE_CODES
from diagnostics.model.data_request import STATES, DataRequest, ItemStatus
from diagnostics.run.request.places import is_written

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.finding import Finding, Severity


def status_lines(request: DataRequest, *, whole: bool = False) -> Iterator[str]:
    """How many items are received, incomplete and missing, then a line for each that is not received 「到位清单」.

    Parameters
    ----------
    whole : bool
        Whether what was received has a line too.
    """
    yield "data request: " + ", ".join(f"{request.count(each)} {each}" for each in STATES)
    for each in request.items:
        lacking = "; ".join(one.say("en") for one in each.lacking)
        impossible = f" -> {each.impossible.say('en')}" if each.impossible else ""
        unseen = f" (not looked at: {'; '.join(one.say('en') for one in each.unseen)})" if each.unseen else ""
        if whole or each.state != "received" or unseen:
            told_of = f": {lacking}" if lacking else ""
            yield f"  {each.state:<10} {each.item.id}{told_of}{impossible}{unseen}"


def sent_lines(engagement: Engagement) -> Iterator[str]:
    """The same for a check, where a data request was written; nothing else 「已发清单的到位情况」."""
    if is_written(engagement):
        yield from status_lines(_looked(engagement, periods=True))


def request_findings(engagement: Engagement, found: Iterable[Finding]) -> Iterator[Finding]:
    """Items that are missing or incomplete, with what that makes impossible 「资料缺口」.

    Parameters
    ----------
    found : iterable of Finding
        What a check found so far. Where no request was written only sources are told of, and only where these findings
        say that a file or column is missing.

    Notes
    -----
    What the playbook asks for beside the sources is told where the playbook is held against the engagement.
    """
    written = is_written(engagement)
    if not written and not any(each.code in (*SOURCE_CODES, *CONTENT_CODES) for each in found):
        return
    for each in _looked(engagement, periods=written).items:
        wanted = each.item.kind != "playbook" if written else each.item.kind == "source"
        if wanted and each.state != "received":
            yield _finding(engagement, each)


@lru_cache(maxsize=1)
def _looked(engagement: Engagement, *, periods: bool) -> DataRequest:
    """The request of an opened engagement, looked at once for the findings and the lines of one check."""
    # What looks at files is loaded where there is something to look for.
    from diagnostics.run.request.status import request_of

    return request_of(engagement, periods=periods)


def _finding(engagement: Engagement, status: ItemStatus) -> Finding:
    item, name = status.item, status.item.id.partition(":")[2]
    place = engagement.places.get(("source", name)) if item.kind == "source" else None
    severity: Severity = "warning" if item.must else "tip"
    code = MISSING if status.state == "missing" else INCOMPLETE
    return finding(
        code, severity, str(place or "engagement.yaml"), name or item.id, item=item.title,
        lacking=joined(status.lacking, "semicolon"), without=status.impossible,
        keeper=item.keeper or told("someone"),
    )  # fmt: skip
