"""PD222: a target that was changed twice within a quarter 「目标变更过频」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagnostics.dictionary.life.target_changes import Dated, agreed, in_order
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text

CODE = "PD222"
QUARTER = 3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Agreed changes less than three months after another one of the same KPI and scorecard 「一季度内二次变更」."""
    groups: dict[tuple[str, str], list[Dated]] = {}
    for each in in_order(agreed(catalogue.changes), catalogue.calendar):
        groups.setdefault((each.change.kpi, each.change.scorecard), []).append(each)
    for (kpi, _card), members in groups.items():
        # The three tiers of one decision are one change.
        decisions: list[Dated] = []
        for each in members:
            if decisions and _decision(decisions[-1]) == _decision(each):
                continue
            if decisions and _near(decisions[-1], each):
                yield found(
                    CODE,
                    "warning",
                    catalogue.place("change", each.change.id),
                    kpi,
                    change=each.change.id,
                    kpi=catalogue.kpi_name(kpi),
                    first=decisions[-1].change.id,
                    count=len({_decision(one) for one in members}),
                    who=_names(each.change.agreed_by, catalogue),
                )
            decisions.append(each)


def _names(keys: tuple[str, ...], catalogue: Catalogue) -> Text:
    shown = [catalogue.people.get(each, each) for each in keys]
    return Text(zh="、".join(shown), en=", ".join(shown))


def _decision(each: Dated) -> tuple[date, date]:
    return each.since.start, each.change.requested


def _near(before: Dated, after: Dated) -> bool:
    """Whether two changes begin, or were asked for, less than three months apart."""
    pairs = ((before.since.start, after.since.start), (before.change.requested, after.change.requested))
    return any(later < _months_on(earlier) for earlier, later in (sorted(each) for each in pairs))


def _months_on(day: date) -> date:
    """Day three months later; the first of the month after where that month is shorter."""
    month = day.year * 12 + day.month - 1 + QUARTER
    try:
        return day.replace(year=month // 12, month=month % 12 + 1)
    except ValueError:
        return date((month + 1) // 12, (month + 1) % 12 + 1, 1)
