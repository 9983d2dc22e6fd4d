"""What the Monday text says: what was judged, what moved, what is due, what needs a decision 「每周要点的内容」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.early_warning.agenda import decisions, due
from diagnostics.loop.track.early_warning.telling import Telling
from diagnostics.loop.track.early_warning.verdicts import told_now, verdict_of
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.alert import Alert
    from diagnostics.model.alerts import Alerts
    from diagnostics.model.engagement import Engagement

# What fits on a page and into a tired head.
MOST_JUDGED, MOST_MOVED, MOST_DUE, MOST_DECISIONS, MOST_NAMES, MOST_LASTING = 4, 6, 6, 5, 3, 5


@dataclass(frozen=True, slots=True)
class Week:
    """What the Monday text says, before anyone asks how it looks 「每周要点的内容」.

    Parameters
    ----------
    judged, moved, due, decide : tuple of str
        Sentences, most urgent first, the last one how many more there are.
    counts : mapping
        How many of each there are: measures that made things worse, others newly judged, KPIs that moved just now,
        things due, decisions.
    quiet : str
        What to say where there is nothing to tell: no more than what is watched allows.
    chance : str
        How many alerts quiet figures alone would give; empty where nothing is watched.
    """

    judged: tuple[str, ...]
    moved: tuple[str, ...]
    due: tuple[str, ...]
    decide: tuple[str, ...]
    counts: Mapping[str, int]
    quiet: str
    chance: str

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Those parts that have something to say, in order 「各部分」."""
        told = {"judged": self.judged, "moved": self.moved, "due": self.due, "decide": self.decide}
        return {name: lines for name, lines in told.items() if lines}


def week_of(alerts: Alerts, engagement: Engagement, records: Sequence[Mapping[str, Any]], language: Language) -> Week:
    """What is to be told of a week 「每周要点的内容」.

    Parameters
    ----------
    alerts : Alerts
        Open alerts, most at stake first.
    records : sequence of mapping
        ``interventions`` of the hand-off of that name, with their verdicts.
    """
    telling = Telling(engagement, records)
    fresh = _groups(each for each in alerts.alerts if each.new)
    judged = told_now(records, telling, language)
    worse = sum(verdict_of(each) == "worse" and each["judged"]["new"] for each in records)
    late = due(records, alerts, language)
    asked = decisions(records, alerts, telling, language)
    return Week(
        judged=tuple(_most(judged, MOST_JUDGED, language, "more_board")),
        moved=tuple(_moved(fresh, alerts.alerts, telling, language)),
        due=tuple(_most(late, MOST_DUE, language)),
        decide=tuple(_most(asked, MOST_DECISIONS, language)),
        counts={
            "worse": worse,
            "judged": len(judged) - worse,
            "moved": len(fresh),
            "due": len(late),
            "decide": len(asked),
        },
        quiet=say(f"warnings.monday.{_quiet(alerts)}", language),
        chance=_chance(alerts, language),
    )


def _quiet(alerts: Alerts) -> str:
    """Words of a quiet week: where no usual range is known, none can be said to hold."""
    rules = {each.rule for each in alerts.rates}
    if "signal" in rules:
        return "quiet"
    return "quiet_base" if "misses" in rules else "quiet_blind"


def _chance(alerts: Alerts, language: Language) -> str:
    if not alerts.watched:
        return ""
    return say("warnings.monday.chance", language, watched=alerts.watched, chance=f"{alerts.by_chance_a_month:.1f}")


def _moved(
    fresh: Sequence[Sequence[Alert]], alerts: Iterable[Alert], telling: Telling, language: Language
) -> list[str]:
    """A line for each KPI and side that moved just now, and one for all that goes on."""
    told = [_line(group, telling, language) for group in fresh]
    lasting = [group for group in _groups(each for each in alerts if not each.new) if group[0].against is not False]
    return [*_most(told, MOST_MOVED, language), *_lasting(lasting, telling, language)]


def _groups(alerts: Iterable[Alert]) -> list[list[Alert]]:
    """Alerts about figures by KPI and side, those against us first; what has calmed down is no news."""
    groups: dict[tuple[str, str], list[Alert]] = {}
    for each in alerts:
        if each.kpi and not each.calm:
            groups.setdefault((each.kpi, each.side), []).append(each)
    return sorted(groups.values(), key=lambda group: group[0].against is False)


def _lasting(groups: Sequence[Sequence[Alert]], telling: Telling, language: Language) -> list[str]:
    if not groups:
        return []
    items = telling.places(groups[:MOST_LASTING], language)
    word = "lasting_more" if len(groups) > MOST_LASTING else "lasting"
    return [say(f"warnings.monday.{word}", language, items=items, count=len(groups) - MOST_LASTING)]


def _most(told: Sequence[str], most: int, language: Language, word: str = "more") -> list[str]:
    """The first lines, and how many more there are."""
    rest = len(told) - most
    return [*told[:most], *([say(f"warnings.monday.{word}", language, count=rest)] if rest > 0 else [])]


def _line(group: Sequence[Alert], telling: Telling, language: Language) -> str:
    first, *others = group
    text = telling.sentence(first, language)
    if others:
        names = say("warnings.list", language).join(telling.entity(each.entity) for each in others[:MOST_NAMES])
        if len(others) > MOST_NAMES:
            names = say("warnings.monday.names", language, shown=names)
        text = say("warnings.monday.others", language, text=text, count=len(others), names=names)
    if first.against is False:
        return say("warnings.monday.better", language, text=text)
    owner = next((each.owner_name for each in chain([first], others) if each.owner_name), "")
    return say("warnings.monday.owner", language, text=text, owner=owner) if owner else text
