"""Slides drawn with python-pptx: 16:9, everything inside the edges 「绘制幻灯片」."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from diagnostics.look.theme import LIGHT, mark, status_word
from diagnostics.run.printing.slides.fit import cut, largest
from diagnostics.run.printing.slides.tables import Grid, add_table, grids
from diagnostics.run.printing.slides.text import Style, write
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import Headline, Page
    from diagnostics.run.printing.slides.plan import Slide
    from diagnostics.terms import Language

# Inches.
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6
ROOM = WIDTH - 2 * EDGE
_TITLE_TOP, _TITLE_HEIGHT, _TOP, _BOTTOM = 0.75, 1.05, 1.95, 6.95
_TITLES, _TEXTS = (30.0, 26.0, 23.0, 20.0, 18.0), (20.0, 18.0, 16.0, 14.0, 12.0)
_AFTER = 8.0
_TITLE_ONLY = 5
# Of a table, and of the paragraphs above one; room for the line below it.
_MOST_TABLES, _LINES, _NOTE = 2, 0.65, 0.35


class Deck:
    """Slides as they are drawn 「演示文稿」.

    Parameters
    ----------
    presentation : pptx.Presentation
        Empty, with the layouts of its template.
    stamp : str
        Word at the foot of every slide: that it is a draft, or that its figures are simulated.
    """

    def __init__(self, presentation: Any, language: Language, stamp: str = "") -> None:
        from pptx.util import Inches

        self._deck, self._language, self._stamp = presentation, language, stamp
        _spread(presentation, Inches(WIDTH) / presentation.slide_width)
        presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)

    def add(self, slide: Slide, pictures: Mapping[str, bytes]) -> None:
        """Draw a slide, and those that its table goes on in 「加一页」."""
        for at, grid in enumerate(self._grids(slide)):
            self._add(slide, grid, pictures, at)

    def _grids(self, slide: Slide) -> Sequence[Grid | None]:
        """Parts of a slide's table, at most two; rows beyond them are counted."""
        if slide.table is None:
            return [None]
        tall = _BOTTOM - _TOP - _NOTE - (_LINES if slide.texts else 0.0)
        found = grids(slide.table, (ROOM, tall), self._language)
        left = sum(len(each.cells) - 1 for each in found[_MOST_TABLES:])
        shown = found[:_MOST_TABLES]
        if left:
            shown[-1] = replace(shown[-1], note=say("slides.more", self._language, count=left))
        return shown

    def _add(self, slide: Slide, grid: Grid | None, pictures: Mapping[str, bytes], at: int) -> None:
        drawn = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        title = slide.title if not at else say("slides.goes_on", self._language, title=slide.title, number=at + 1)
        self._title(drawn, title)
        if slide.kicker and slide.kicker != slide.title:
            box = (EDGE, 0.35, ROOM, 0.36)
            write(_box(drawn, box), [_cut(slide.kicker, box, 12.0)], Style(12.0, LIGHT["soft"], self._language))
        top = _TOP
        if slide.headlines:
            top = self._headlines(drawn, slide.headlines)
        if slide.texts and at == 0:
            top = self._texts(drawn, slide, top, alone=grid is None and slide.figure is None)
        if grid is not None:
            add_table(drawn, grid, (EDGE, top, ROOM), self._language)
        if slide.figure is not None:
            self._picture(drawn, slide, pictures, top)
        self._foot(drawn)
        drawn.notes_slide.notes_text_frame.text = "\n".join(slide.trace)

    def _title(self, drawn: Any, text: str) -> None:
        from pptx.util import Inches

        holder = drawn.shapes.title
        holder.left, holder.top = Inches(EDGE), Inches(_TITLE_TOP)
        holder.width, holder.height = Inches(ROOM), Inches(_TITLE_HEIGHT)
        size = largest([text], (ROOM, _TITLE_HEIGHT), _TITLES)
        shown, _ = cut([text], (ROOM, _TITLE_HEIGHT), size)
        write(holder.text_frame, shown, Style(size, LIGHT["ink"], self._language, bold=True))

    def _headlines(self, drawn: Any, headlines: Sequence[Headline]) -> float:
        """Figures side by side: label, figure, note."""
        gap, top = 0.3, _TOP
        breadth = (ROOM - gap * (len(headlines) - 1)) / len(headlines)
        for place, each in enumerate(headlines):
            left = EDGE + place * (breadth + gap)
            told = (
                (each.label, 0.62, (14.0, 12.0, 11.0), LIGHT["soft"], False),
                (each.value, 0.72, (32.0, 28.0, 24.0, 20.0, 16.0), LIGHT["accent"], True),
                (_note(each, self._language), 0.95, (13.0, 12.0, 11.0, 10.0), LIGHT["soft"], False),
            )
            down = top
            for text, tall, sizes, colour, bold in told:
                if text:
                    size = largest([text], (breadth, tall), sizes)
                    style = Style(size, colour, self._language, bold=bold)
                    write(_box(drawn, (left, down, breadth, tall)), cut([text], (breadth, tall), size)[0], style)
                down += tall
        return top + 2.45

    def _texts(self, drawn: Any, slide: Slide, top: float, *, alone: bool) -> float:
        """Paragraphs; above a table or a picture they are one line or two. Gives where they end."""
        tall = _BOTTOM - top if alone else _LINES - 0.05
        size = largest(slide.texts, (ROOM, tall), _TEXTS, after=_AFTER)
        shown, left = cut(slide.texts, (ROOM, tall), size, after=_AFTER)
        if left and alone:
            more = say("slides.more", self._language, count=left)
            shown, left = cut(slide.texts, (ROOM, tall - 0.45), size, after=_AFTER)
            shown = [*shown, say("slides.more", self._language, count=left) if left else more]
        style = Style(size, LIGHT["ink"] if alone else LIGHT["soft"], self._language, after=_AFTER)
        write(_box(drawn, (EDGE, top, ROOM, tall)), shown, style)
        return top + tall + (0.0 if alone else 0.05)

    def _picture(self, drawn: Any, slide: Slide, pictures: Mapping[str, bytes], top: float) -> None:
        """Figure as large as it fits, with its words for those who can't see it."""
        from pptx.util import Inches

        figure = slide.figure
        if figure is None or figure.svg not in pictures:
            return
        shape = drawn.shapes.add_picture(BytesIO(pictures[figure.svg]), Inches(EDGE), Inches(top))
        caption = 0.55 if figure.caption else 0.0
        tall = _BOTTOM - top - caption
        scale = min(Inches(ROOM) / shape.width, Inches(tall) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape.left = Inches(EDGE) + (Inches(ROOM) - shape.width) // 2
        # python-pptx has no face for the words of those who can't see a picture.
        told = shape._element.nvPicPr.cNvPr  # noqa: SLF001
        told.set("descr", figure.alt[:2000])
        told.set("name", slide.kicker or slide.title)
        if figure.caption:
            box = (EDGE, _BOTTOM - caption + 0.05, ROOM, caption)
            size = largest([figure.caption], (ROOM, caption), (12.0, 11.0, 10.0))
            shown, _ = cut([figure.caption], (ROOM, caption), size)
            write(_box(drawn, box), shown, Style(size, LIGHT["soft"], self._language))

    def _foot(self, drawn: Any) -> None:
        if self._stamp:
            style = Style(11.0, LIGHT["bad"], self._language, bold=True)
            write(_box(drawn, (EDGE, 7.05, ROOM - 1.0, 0.3)), [self._stamp], style)
        box = _box(drawn, (WIDTH - EDGE - 0.8, 7.05, 0.8, 0.3))
        write(box, [str(len(self._deck.slides))], Style(10.0, LIGHT["faint"], self._language, right=True))

    def save(self, stream: BytesIO, page: Page) -> None:
        """Write the deck with properties that say what it is, not who made it when 「保存」."""
        told = self._deck.core_properties
        told.title = " · ".join(each for each in (page.subtitle, page.period) if each)
        told.author = told.last_modified_by = told.comments = told.keywords = told.subject = told.category = ""
        told.language = "zh-CN" if self._language == "zh" else "en"
        told.revision = 1
        told.created = told.modified = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
        self._deck.save(stream)


def _box(drawn: Any, box: tuple[float, float, float, float]) -> Any:
    from pptx.util import Inches

    return drawn.shapes.add_textbox(*(Inches(each) for each in box)).text_frame


def _note(each: Headline, language: Language) -> str:
    """Where a figure stands, as shape and word, and what to compare it with."""
    status = f"{mark(each.status).shape} {status_word(each.status, language)}" if each.status else ""
    return "\n".join(one for one in (status, each.note) if one)


def _cut(text: str, box: tuple[float, float, float, float], points: float) -> str:
    return cut([text], (box[2], box[3]), points)[0][0]


def _spread(presentation: Any, wider: float) -> None:
    """Spread what the layouts of the 4:3 template place, for slides that somebody adds."""
    master = presentation.slide_master
    own = (*master.shapes, *(one for layout in master.slide_layouts for one in layout.shapes))
    places = [(each, (each.left, each.top, each.width, each.height)) for each in own]
    for shape, (left, top, breadth, tall) in places:
        shape.left, shape.top = int(left * wider), top
        shape.width, shape.height = int(breadth * wider), tall
