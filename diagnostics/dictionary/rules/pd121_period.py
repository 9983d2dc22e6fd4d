"""PD121: a KPI of which nobody says for what period it is reached 「时限」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import every, holdings, names, said
from diagnostics.dictionary.wording import cycles_of, is_timed
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Cycle

CODE = "PD121"
# What runs over periods of its own: a total to date, a rolling window, a rate a day.
_OTHER_SPAN = re.compile(
    r"累计|滚动|过去|近\s*\d|最近|上[年月季周]|去年|同期|环比|同比|至今|rolling|to date|ytd|last \d|"
    r"past \d|trailing|a (?:day|week|month|year)|"
    r"per (?:day|week|month|year)|/[日天周月季年]",
    re.IGNORECASE,
)


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs without a stated period, and names that say another period than the cycle 「时限不明或矛盾」."""
    for kpi in catalogue.kpis.values():
        told = _another(kpi)
        place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
        if told is not None:
            words, cycle = every(told), every(kpi.cycle)
            yield found(CODE, "warning", place, kpi.id, variant="words", kpi=name, words=words, cycle=cycle)
        elif _unstated(catalogue, kpi):
            yield found(CODE, "tip", place, kpi.id, variant="unstated", kpi=name)


def _another(kpi: Kpi) -> Cycle | None:
    """The one cycle that a name tells, where it is not the KPI's."""
    for name in names(kpi):
        told = cycles_of(name)
        if len(told) == 1 and told[0] not in {"day", kpi.cycle} and not _OTHER_SPAN.search(name):
            return told[0]
    return None


def _unstated(catalogue: Catalogue, kpi: Kpi) -> bool:
    """Whether a target is to be reached and only the default says by when."""
    if "cycle" in kpi.model_fields_set:
        return False
    held = [(card, item) for card, item in holdings(catalogue, kpi.id) if item.targets is not None]
    if not held or any(card.rhythm and card.rhythm.assess for card, _ in held):
        return False
    return not any(is_timed(each) for each in (*names(kpi), *said(kpi.definition)))
