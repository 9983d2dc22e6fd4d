"""Evidence of causes that a verdict leaves out 「不计入的证据」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.dictionary.evidence.parts import is_part
from diagnostics.dictionary.rules.found import found
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text

CODE = "PD236"


def weak_findings(engagement: Engagement) -> Iterator[Finding]:
    """Tests whose driver is a part of the result's own formula: they tell where, not why 「公式组成不是原因」."""
    for cause in engagement.causes:
        kpi = engagement.kpis[cause.kpi]
        tests = [each.driver for each in cause.tests if each.driver and each.kind != "mix"]
        for driver in (each for each in dict.fromkeys(tests) if is_part(kpi, each, engagement.kpis)):
            name = engagement.kpis[driver].name if driver in engagement.kpis else Text(zh=driver, en=driver)
            yield found(CODE, "warning", _place(engagement, cause.id), cause.id, variant="part", cause=cause.title,
                        driver=name, kpi=kpi.name)  # fmt: skip


def late_findings(engagement: Engagement, day: date) -> Iterator[Finding]:
    """Evidence and interviews dated after the day as of which a run told what is known 「晚于截至日的证据」.

    Parameters
    ----------
    day : date
        As-of day of the newest run, else today.
    """
    for cause in engagement.causes:
        late = [each.at for each in cause.evidence if each.at > day]
        if late:
            yield found(CODE, "warning", _place(engagement, cause.id), cause.id, variant="late", cause=cause.title,
                        count=len(late), last=max(late).isoformat(), day=day.isoformat())  # fmt: skip
    talks = [each for each in engagement.interviews if each.at > day]
    for each in talks:
        place = engagement.places.get(("interview", each.id), "evidence/interviews.yaml")
        yield found(CODE, "warning", str(place), each.id, variant="late_talk", talk=each.id, last=each.at.isoformat(),
                    day=day.isoformat())  # fmt: skip


def _place(engagement: Engagement, cause: str) -> str:
    return str(engagement.places.get(("cause", cause), f"cause {cause}"))
