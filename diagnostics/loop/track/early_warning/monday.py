"""The one-page Monday text: what moved, what is due, what needs a decision 「每周要点」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from diagnostics.look.periods import show_day
from diagnostics.loop.track.early_warning.agenda import decisions, due
from diagnostics.loop.track.early_warning.telling import Telling
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.alert import Alert
    from diagnostics.model.alerts import Alerts
    from diagnostics.model.engagement import Engagement

# What fits on a page and into a tired head.
MOST_MOVED, MOST_DUE, MOST_DECISIONS, MOST_NAMES, MOST_LASTING = 6, 6, 5, 3, 5
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\s]+")


def monday_text(
    alerts: Alerts,
    engagement: Engagement,
    records: Iterable[Mapping[str, Any]],
    language: Language | None = None,
    *,
    markdown: bool = True,
) -> str:
    """One page: what moved beyond its usual range, what is due, what needs a decision; nothing else 「每周要点」.

    Parameters
    ----------
    alerts : Alerts
        Open alerts, most at stake first.
    records : iterable of mapping
        ``interventions`` of the hand-off of that name.
    language : {"zh", "en"}, optional
        Language of the text; the engagement's where absent.
    markdown : bool
        Whether heads and lists bear marks; client text never becomes one.

    Returns
    -------
    str
        At most some thirty lines; a quiet week in one.
    """
    spoken, measures = language or engagement.language, list(records)
    telling = Telling(engagement, measures)
    write = _escaped if markdown else _plain
    parts = {
        "moved": (_moved(alerts.alerts, telling, spoken), MOST_MOVED + 2),
        "due": (due(measures, alerts, spoken), MOST_DUE),
        "decide": (decisions(measures, alerts, telling, spoken), MOST_DECISIONS),
    }
    title = say("warnings.monday.title", spoken, client=engagement.settings.client.say(spoken))
    day = say("warnings.monday.as_of", spoken, day=show_day(alerts.as_of, spoken))
    lines = [("# " if markdown else "") + write(title), "", write(day)]
    if not any(told for told, _ in parts.values()):
        return "\n".join([*lines, "", write(say("warnings.monday.quiet", spoken))]) + "\n"
    for name, (told, most) in parts.items():
        lines += _part(say(f"warnings.monday.{name}", spoken), told, most, write, spoken, markdown=markdown)
    if parts["moved"][0]:
        chance = f"{alerts.by_chance_a_month:.1f}"
        lines += ["", write(say("warnings.monday.chance", spoken, watched=alerts.watched, chance=chance))]
    return "\n".join(lines) + "\n"


def _part(
    head: str, told: Sequence[str], most: int, write: Callable[[str], str], language: Language, *, markdown: bool
) -> list[str]:
    if not told:
        return []
    mark = "- " if markdown else "· "
    lines = ["", f"## {write(head)}" if markdown else f"[{write(head)}]", *([""] if markdown else [])]
    return [
        *lines,
        *(mark + write(each) for each in told[:most]),
        *(mark + write(each) for each in _rest(len(told) - most, language)),
    ]


def _moved(alerts: Sequence[Alert], telling: Telling, language: Language) -> list[str]:
    """A line for each KPI and side that moved just now, and one for all that goes on."""
    fresh = _groups(each for each in alerts if each.new)
    told = [_line(group, telling, language) for group in fresh]
    lasting = [group for group in _groups(each for each in alerts if not each.new) if group[0].against is not False]
    return [*told[:MOST_MOVED], *_rest(len(told) - MOST_MOVED, language), *_lasting(lasting, telling, language)]


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


def _rest(count: int, language: Language) -> list[str]:
    return [say("warnings.monday.more", language, count=count)] if count > 0 else []


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


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _escaped(text: str) -> str:
    """Text whose own marks stay marks of the client's text."""
    return _MARKS.sub(r"\\\1", _plain(text))
