"""From a page to a file of slides: titles, text boxes and tables that can be edited 「生成幻灯片」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import SurroundingsError
from diagnostics.run.platform import write_whole
from diagnostics.run.printing.slides.plan import slides_of
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnostics.look.page import Page


def to_slides(page: Page, out: Path) -> None:
    """Write a page as slides 「生成演示文稿」.

    Parameters
    ----------
    page : Page
        The page; figures become pictures, so a Chromium has to be there where it has any.
    out : Path
        File to be written, ``.pptx``.

    Raises
    ------
    SurroundingsError
        When python-pptx or Chromium is not there, or the file can't be written.

    Notes
    -----
    The same page gives the same bytes on the same machine: no author, no time, no random id.
    """
    content = slides_bytes(page)
    try:
        write_whole(out, content)
    except OSError as error:
        raise SurroundingsError(f"{out} can't be written: {error.strerror}.") from error


def slides_bytes(page: Page, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Content of a file of slides 「演示文稿内容」.

    Parameters
    ----------
    pictures : mapping, optional
        Figures by their SVG as PNG; drawn by Chromium where none are given.
    """
    from diagnostics.run.printing.slides.drawing import Deck
    from diagnostics.run.printing.slides.scrub import timeless

    slides = slides_of(page)
    wanted = [each.figure.svg for each in slides if each.figure is not None]
    if pictures is None:
        from diagnostics.run.printing.slides.pictures import drawn

        pictures = drawn(wanted) if wanted else {}
    marks = [page.draft, say("page.synthetic", page.language) if page.synthetic else ""]
    deck = Deck(_presentation(), page.language, " · ".join(each for each in marks if each))
    for each in slides:
        deck.add(each, pictures)
    stream = BytesIO()
    deck.save(stream, page)
    return timeless(stream.getvalue())


def _presentation() -> Any:
    try:
        from pptx import Presentation
    except ImportError as error:
        raise SurroundingsError(
            "Slides are written by python-pptx, which is not installed; install perfloop's extra 'slides'."
        ) from error
    return Presentation()
