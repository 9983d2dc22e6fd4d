"""Which slides a page comes to: a message each, the most weighty first 「幻灯片安排」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.look.page import Actions, Bullets, Callout, FigurePart, Note, Paragraph, TablePart, Verdict
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import status_word
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart, Facts, Headline, Page, Section

MOST_SLIDES = 12
# Letters of a title in Chinese; one of more is said below it instead.
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Slide:
    """One message with what it rests on 「一页幻灯片」.

    Parameters
    ----------
    title : str
        The message.
    kicker : str
        Section it is from.
    texts : tuple of str
        Paragraphs.
    headlines : tuple of Headline
        Figures side by side.
    table : Table, optional
        Drawn as a table that can be edited.
    figure : FigurePart, optional
        Drawn as a picture.
    trace : tuple of str
        Lines for the notes: where it comes from.
    """

    title: str
    kicker: str = ""
    texts: tuple[str, ...] = ()
    headlines: tuple[Headline, ...] = ()
    table: Table | None = None
    figure: FigurePart | None = None
    trace: tuple[str, ...] = ()


def slides_of(page: Page) -> tuple[Slide, ...]:
    """Slides of a page: conclusion, figures, what stands open, then one a fold while there is room 「幻灯片」."""
    first = [_cover(page), _figures(page)]
    told = [_whole(each, page) for each in page.sections if not each.folded]
    folds = [(each, _first(each, page)) for each in page.sections if each.folded]
    opened = [slide for slides in told for slide in slides]
    room = MOST_SLIDES - len(first) - len(opened) - 1
    shown = [slide for _, slide in folds if slide is not None]
    rest = [each.title for each, slide in folds if slide is None or slide in shown[max(room, 0) :]]
    slides = [*(each for each in first if each is not None), *opened, *shown[: max(room, 0)]][: MOST_SLIDES - 1]
    return (*slides, *_last(page, [*rest, *(each.title for each in page.appendix)]))


def _cover(page: Page) -> Slide:
    about = " · ".join(each for each in (page.client, page.period, page.subtitle) if each)
    texts = [page.stamp, *(say("page.synthetic_note", page.language) for _ in range(page.synthetic))]
    texts += [page.draft] if page.draft else []
    told = [f"{each.title}{_colon(page)}{each.text}" for each in page.notices]
    return Slide(
        title=page.title, kicker=about, texts=tuple(each for each in (*texts, *told) if each), trace=_trace(page)
    )


def _figures(page: Page) -> Slide | None:
    if not page.headlines and not page.lead:
        return None
    facts = [line for each in page.headlines if each.facts for line in _facts(each.label, each.facts, page)]
    title, texts = _message(page)
    return Slide(title=title, texts=texts, headlines=page.headlines[:4], trace=(*facts, *_trace(page)))


def _message(page: Page) -> tuple[str, tuple[str, ...]]:
    """First sentence of the lead, where it is no longer than a title may be, and what follows it."""
    stop = "\u3002" if page.language == "zh" else ". "
    head, found, tail = (page.lead[0] if page.lead else "").partition(stop)
    longest = LONGEST if page.language == "zh" else 2 * LONGEST
    if not head or len(head) > longest:
        return say("slides.conclusion", page.language), page.lead
    return head + found.strip(), tuple(each for each in (tail.strip(), *page.lead[1:]) if each)


def _whole(section: Section, page: Page) -> Iterator[Slide]:
    """Slides of a section that stands open: each of its pictures, tables and lists."""
    yield from _verdicts(section, page)
    for part in section.parts:
        slide = _slide(part, section, page)
        if slide is not None:
            yield slide


def _first(section: Section, page: Page) -> Slide | None:
    """The one slide of a fold: its first picture, else its first table, else its first list."""
    slides = [(part, _slide(part, section, page)) for part in section.parts]
    found = [(part, slide) for part, slide in slides if slide is not None]
    for kind in (FigurePart, TablePart, Actions, Bullets, Paragraph):
        for part, slide in found:
            if isinstance(part, kind):
                return slide
    return next(_verdicts(section, page), None)


def _slide(part: AnyPart, section: Section, page: Page) -> Slide | None:
    trace = _trace(page, section)
    if isinstance(part, FigurePart):
        title = _said(section, page) or part.title or section.title
        told = tuple(each for each in (part.caption, part.alt) if each)
        return Slide(title=title, kicker=section.title, figure=part, trace=(*told, *trace))
    if isinstance(part, TablePart):
        title = _said(section, page) or part.table.caption
        return Slide(title=title, kicker=section.title, table=part.table, trace=(part.table.caption, *trace))
    if isinstance(part, Actions):
        return Slide(title=section.title, texts=_led(section), table=_asked(part, section, page), trace=trace)
    if isinstance(part, Bullets):
        return Slide(title=section.title, texts=(*_led(section), *part.items), trace=trace)
    if isinstance(part, Callout):
        return Slide(title=part.title, kicker=section.title, texts=tuple(part.text.splitlines()), trace=trace)
    if isinstance(part, Note):
        return Slide(title=part.title, kicker=section.title, texts=tuple(_noted(part)), trace=trace)
    if isinstance(part, Paragraph) and part.tone != "note" and len(section.parts) == 1:
        return Slide(title=section.title, texts=(*_led(section), part.text), trace=trace)
    return None


def _noted(part: Note) -> Iterator[str]:
    """What a person judges: what to know before relying on it, the words, who wrote them."""
    yield from (each for each in (part.flag,) if each)
    for each in part.parts:
        if isinstance(each, Paragraph):
            yield each.text
        elif isinstance(each, Bullets):
            yield from each.items
    yield from (each for each in (part.by,) if each)


def _said(section: Section, page: Page) -> str:
    """What a section says in one sentence short enough for a title; nothing where it says none."""
    stop = "\u3002" if page.language == "zh" else ". "
    sentence = (section.inside or section.lead).partition(stop)[0].strip().rstrip(".")
    return sentence if len(sentence) <= (LONGEST if page.language == "zh" else 2 * LONGEST) else ""


def _led(section: Section) -> tuple[str, ...]:
    return (section.lead,) if section.lead else ()


def _asked(part: Actions, section: Section, page: Page) -> Table:
    """Next steps as a table: what, who, until when."""
    columns = tuple(
        Column(key=each, label=say(f"slides.{each}", page.language))
        for each in ("what", "owner", "due")
        if each == "what" or any(getattr(one, each) for one in part.items)
    )
    keys = [each.key for each in columns]
    rows = tuple({key: getattr(each, key) for key in keys} for each in part.items)
    return Table(caption=section.title, columns=columns, rows=rows)


def _verdicts(section: Section, page: Page) -> Iterator[Slide]:
    """Verdicts of a section as one table: no effect without its interval."""
    found = [each for each in section.parts if isinstance(each, Verdict)]
    if not found:
        return
    keys = ("measure", "verdict", "effect", "interval", "owner")
    columns = tuple(Column(key=each, label=say(f"slides.{each}", page.language)) for each in keys)
    rows = tuple(
        {
            "measure": each.title,
            "verdict": status_word(each.status, page.language),
            "effect": each.value,
            "interval": each.interval
            or (say("slides.judged", page.language, period=each.judge_from) if each.judge_from else ""),
            "owner": each.owner,
        }
        for each in found
    )
    shown = tuple(each for each in columns if any(row[each.key] for row in rows))
    kept = {each.key for each in shown}
    table = Table(caption=section.title, columns=shown, rows=tuple({key: row[key] for key in kept} for row in rows))
    told = [f"{each.title}{_colon(page)}{each.text}" for each in found if each.text]
    facts = [line for each in found if each.facts for line in _facts(each.title, each.facts, page)]
    yield Slide(title=section.title, texts=_led(section), table=table, trace=(*told, *facts, *_trace(page, section)))


def _last(page: Page, rest: list[str]) -> tuple[Slide, ...]:
    """What the page holds besides, so that nobody takes the slides for all of it."""
    if not rest:
        return ()
    lead = say("slides.rest_lead", page.language)
    return (Slide(title=say("slides.rest", page.language), texts=(lead, *rest), trace=_trace(page)),)


def _facts(name: str, facts: Facts, page: Page) -> Iterator[str]:
    for each in facts.rows:
        yield f"{name} | {each.label}{_colon(page)}{each.value}"


def _trace(page: Page, section: Section | None = None) -> tuple[str, ...]:
    """Where a slide comes from: document, section, and the fingerprint of the results."""
    named = " · ".join(each for each in (page.subtitle, page.period, section.title if section else "") if each)
    told = say("slides.trace", page.language, place=named, fingerprint=page.fingerprint)
    return (told, *page.footer)


def _colon(page: Page) -> str:
    return "\uff1a" if page.language == "zh" else ": "
