"""First screen of a step's page: conclusion, four figures, one chart, what is to be decided 「分步页面首屏」."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.look.page import Action, Actions, FigurePart, Page, Paragraph, Section
from diagnostics.loop.close.inside import folded
from diagnostics.loop.close.meeting.words import brief
from diagnostics.loop.close.sections.reading import reading_section
from diagnostics.loop.close.sections.restatement import correction_notices
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diagnostics.look.page import Headline
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.wording import Wording

MOST_HEADLINES, MOST_ASKED, MOST_LETTERS = 4, 7, 240


@dataclass(frozen=True, slots=True)
class Screen:
    """What a reader in a hurry sees of a step 「首屏」.

    Parameters
    ----------
    step : {"align", "diagnose", "intervene", "track"}
        Which step.
    title : str
        The conclusion, in one sentence.
    lead : tuple of str
        Sentences that would suffice alone.
    headlines : tuple of Headline
        At most four.
    asked : tuple of Action
        Decisions asked for, what can't wait first.
    chart : FigurePart, optional
        The one picture.
    """

    step: str
    title: str
    lead: tuple[str, ...]
    headlines: tuple[Headline, ...]
    asked: tuple[Action, ...]
    chart: FigurePart | None = None


def said(wording: Wording, term: str, **values: object) -> str:
    """Term of the steps' pages 「取文案」."""
    return say(f"step_page.{term}", wording.language, **values)


def step_page(
    screen: Screen,
    wording: Wording,
    conclusions: Conclusions,
    sections: Iterable[Section | None],
    appendix: Iterable[Section | None],
) -> Page:
    """Page of a step: its first screen open, all else folded with a line on what is inside 「分步页面」.

    Parameters
    ----------
    sections, appendix : iterable of Section or None
        What follows the first screen, in the order in which a reader would ask; None is left out.
    """
    inputs = wording.inputs

    def behind(found: Iterable[Section | None]) -> tuple[Section, ...]:
        kept = (_bare(each, screen.chart) for each in found if each is not None)
        return tuple(folded(each, inputs, wording, conclusions) for each in kept if each is not None)

    alignment = inputs.alignment
    day = wording.day(inputs.tracking["as_of"])
    folds = (*sections, reading_section(inputs.playbook, wording, screen.step))
    return Page(
        language=inputs.language,
        title=brief(screen.title, MOST_LETTERS),
        subtitle=said(wording, f"{screen.step}.subtitle"),
        client=wording.words(alignment["client"]),
        period=wording.period(inputs.diagnosis["period"]) if inputs.diagnosis["period"] else "",
        stamp=wording.say("page.as_of", day=day) if day else "",
        lead=tuple(each for each in screen.lead if each)[:MOST_HEADLINES],
        notices=correction_notices(inputs.restatement, wording),
        headlines=screen.headlines[:MOST_HEADLINES],
        sections=(*_picture(screen.chart, wording), asked_section(screen.asked, wording), *behind(folds)),
        appendix=behind(appendix),
        footer=(wording.say("page.footer"),),
        fingerprint=inputs.fingerprint,
        synthetic=bool(alignment.get("synthetic")),
    )


def _picture(chart: FigurePart | None, wording: Wording) -> tuple[Section, ...]:
    return (Section(id="picture", title=said(wording, "picture"), parts=(chart,)),) if chart is not None else ()


def _bare(section: Section, chart: FigurePart | None) -> Section | None:
    """Section without the figure that stands above already; nothing where it held only that."""
    parts = tuple(each for each in section.parts if each != chart)
    return section.model_copy(update={"parts": parts}) if parts else None


def asked_section(asked: Sequence[Action], wording: Wording) -> Section:
    """Decisions asked for, each with owner and day 「请决定的事项」."""
    title = said(wording, "asked.title")
    if not asked:
        return Section(id="asked", title=title, parts=(Paragraph(text=said(wording, "asked.none")),))
    more = len(asked) - MOST_ASKED
    rest = (Paragraph(text=said(wording, "asked.more", count=more), tone="note"),) if more > 0 else ()
    return Section(
        id="asked",
        title=title,
        lead=said(wording, "asked.lead"),
        parts=(Actions(items=tuple(asked[:MOST_ASKED])), *rest),
    )


def ask(what: str, wording: Wording, *, owner: str = "", due: str = "") -> Action:
    """Decision asked for; of the sponsor where nobody is named, by a proposed day where none is set 「请示事项」.

    Parameters
    ----------
    owner : str
        Who is to see to it: the name that readers know.
    due : str
        Until when, as readers say it.
    """
    charter = wording.inputs.alignment["charter"]
    sponsor = wording.person(charter.get("sponsor") or "")
    return Action(
        what=brief(what, MOST_LETTERS),
        owner=owner or sponsor or said(wording, "asked.nobody"),
        due=due or _proposed(wording),
    )


def _proposed(wording: Wording) -> str:
    """End of the month after the figures' last day: what is decided later comes after the next figures."""
    told = wording.inputs.tracking["as_of"]
    if not told:
        return said(wording, "asked.at_meeting")
    last = date.fromisoformat(told)
    year, month = (last.year + 1, 1) if last.month == 12 else (last.year, last.month + 1)
    day = date(year, month, monthrange(year, month)[1])
    return said(wording, "asked.proposed", day=wording.day(day.isoformat()))


def first_figure(*sections: Section | None) -> FigurePart | None:
    """First figure of some sections: a step's one picture 「首图」."""
    parts = (part for each in sections if each is not None for part in each.parts)
    return next((each for each in parts if isinstance(each, FigurePart)), None)


def joined(told: Iterable[str], wording: Wording) -> str:
    """Clauses of one sentence 「连缀」."""
    return wording.say("list.semicolon").join(each for each in told if each)
