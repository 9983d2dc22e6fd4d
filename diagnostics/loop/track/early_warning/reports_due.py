"""Reports on measures that are overdue 「跟进逾期」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.early_warning.in_force import rule_for
from diagnostics.model.alert import Alert

if TYPE_CHECKING:
    from diagnostics.model.warning_rule import WarningRule

Record = Mapping[str, Any]


def overdue_reports(records: Iterable[Record], settings: Iterable[WarningRule], day: date) -> Iterator[Alert]:
    """An alert for each measure under way whose last report is missing 「跟进逾期」.

    Parameters
    ----------
    records : iterable of mapping
        ``interventions`` of the hand-off of that name, with ``check_ins`` as of the day.
    day : date
        Day of the board.

    Notes
    -----
    When reports are due the ledger says, by the rhythm of the measure or the engagement, for board, calendar and alerts
    alike. Events from outside, and measures that ended, ask for none. Reports that are missing one after another are
    one event, since the first of them was due.
    """
    if rule_for("check_in", "", settings) is None:
        return
    for each in records:
        missing = (each.get("check_ins") or {}).get("missing_in_a_row") or ()
        if each["state"] != "started" or each.get("external") or not missing:
            continue
        yield Alert(
            id="",
            rules=("check_in",),
            against=True,
            since=missing[0],
            fired=missing[0],
            last=day.isoformat(),
            severity="medium" if len(missing) > 1 else "low",
            measures=(each["id"],),
            owner=each["owner"],
            owner_name=each.get("owner_name") or each["owner"],
            days=(day - date.fromisoformat(missing[0])).days,
        )
