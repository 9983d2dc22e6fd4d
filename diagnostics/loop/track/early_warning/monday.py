"""The one-page Monday text, as plain text, as Markdown and as a page 「每周要点」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Bullets, Page, Paragraph, Section
from diagnostics.look.periods import show_day, show_period
from diagnostics.loop.track.early_warning.week import Week, week_of
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.alerts import Alerts
    from diagnostics.model.engagement import Engagement

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
    spoken = language or engagement.language
    week = week_of(alerts, engagement, list(records), spoken)
    write = _escaped if markdown else _plain
    title = say("warnings.monday.title", spoken, client=engagement.settings.client.say(spoken))
    lines = [("# " if markdown else "") + write(title), "", write(_day(alerts, spoken))]
    if not week.parts:
        return "\n".join([*lines, "", write(week.quiet)]) + "\n"
    for name, told in week.parts.items():
        lines += _part(say(f"warnings.monday.{name}", spoken), told, write, markdown=markdown)
    if week.moved and week.chance:
        lines += ["", write(week.chance)]
    return "\n".join(lines) + "\n"


def monday_page(
    alerts: Alerts,
    engagement: Engagement,
    records: Iterable[Mapping[str, Any]],
    language: Language | None = None,
) -> Page:
    """The same as a page that a browser shows 「每周要点页」.

    Parameters
    ----------
    alerts, records, language
        As of :func:`monday_text`.
    """
    spoken = language or engagement.language
    week = week_of(alerts, engagement, list(records), spoken)
    return Page(
        language=spoken,
        title=_headline(week, spoken),
        subtitle=say("warnings.monday.subtitle", spoken),
        client=engagement.settings.client.say(spoken),
        period=show_period(alerts.period, spoken),
        stamp=_day(alerts, spoken),
        sections=(
            *(
                Section(
                    id=name,
                    title=say(f"warnings.monday.{name}", spoken),
                    parts=(Bullets(items=tuple(map(_plain, told))),),
                )
                for name, told in week.parts.items()
            ),
            _watched(week, spoken),
        ),
        synthetic=engagement.settings.synthetic,
    )


def _headline(week: Week, language: Language) -> str:
    if not week.parts:
        return week.quiet
    there = {name: count for name, count in week.counts.items() if count}
    told = [say(f"warnings.monday.headline.{name}", language, count=count) for name, count in there.items()]
    return say("warnings.join", language).join(told) or say("warnings.monday.headline.lasting", language)


def _watched(week: Week, language: Language) -> Section:
    """How far what stands above it may be relied on."""
    text = week.chance or say("warnings.monday.unwatched", language)
    return Section(
        id="watched", title=say("warnings.monday.watched", language), parts=(Paragraph(text=text, tone="note"),)
    )


def _day(alerts: Alerts, language: Language) -> str:
    return say("warnings.monday.as_of", language, day=show_day(alerts.as_of, language))


def _part(head: str, told: Iterable[str], write: Callable[[str], str], *, markdown: bool) -> list[str]:
    mark = "- " if markdown else "· "
    lines = ["", f"## {write(head)}" if markdown else f"[{write(head)}]", *([""] if markdown else [])]
    return [*lines, *(mark + write(each) for each in told)]


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _escaped(text: str) -> str:
    """Text whose own marks stay marks of the client's text."""
    return _MARKS.sub(r"\\\1", _plain(text))
