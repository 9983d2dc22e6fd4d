"""PD225: a target that was changed for periods which were over by then 「追溯变更目标」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.dictionary.life.target_changes import agreed, in_order
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.errors import InputError
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.period import Period

CODE = "PD225"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Agreed changes in force from a period that was over when they were requested 「追溯变更目标」."""
    told: set[tuple[str, str, date, date]] = set()
    for dated in in_order(agreed(catalogue.changes), catalogue.calendar):
        change, start = dated.change, dated.since.start
        kpi = catalogue.kpis.get(change.kpi)
        if kpi is None or change.requested < catalogue.calendar.at(start, kpi.cycle).end:
            continue
        # The three tiers of one decision are one change.
        decision = change.kpi, change.scorecard, start, change.requested
        if decision in told:
            continue
        told.add(decision)
        out = _published(catalogue, start, change.requested)
        severity: Severity = "error" if out else "warning"
        yield found(
            CODE, severity, catalogue.place("change", change.id), change.kpi, variant="published" if out else "over",
            change=change.id, kpi=catalogue.kpi_name(change.kpi), since=change.since,
            requested=change.requested.isoformat(), periods=", ".join(out),
        )  # fmt: skip


def _published(catalogue: Catalogue, since: date, requested: date) -> tuple[str, ...]:
    """Periods with a published page that a change reaches back to."""
    periods = sorted(_periods(catalogue), key=lambda each: each.start)
    return tuple(each.text for each in periods if since < each.end <= requested)


def _periods(catalogue: Catalogue) -> Iterator[Period]:
    for text in catalogue.published:
        try:
            yield catalogue.calendar.parse(text)
        except InputError:
            # A folder that somebody put there names no period.
            continue
