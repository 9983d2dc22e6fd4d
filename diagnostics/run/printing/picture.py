"""A rendered page as pictures for a phone's chat, such as 企业微信 「长图」.

What stands open is drawn; what is folded shows its head and what is inside, for a picture has nothing to open.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from diagnostics.errors import SurroundingsError
from diagnostics.run.platform import write_whole
from diagnostics.run.printing.chromium import opened_browser

# 1,080 pixels wide, the breadth to which chats keep a picture, in letters that need no zoom on a phone.
WIDTH, SCALE = 432, 2.5
# Pixels of height that phones open and chats don't shrink to a blur.
TALLEST = 10_000
_WINDOW = 960
# Links and folds within what is shown lead nowhere in a picture.
_BARE = """document.querySelectorAll('.skip, .contents, figure details, .headlines details')
  .forEach(each => each.remove())"""
# Upper and lower edges of what should not be cut, in CSS pixels.
_CUT = """[...document.querySelectorAll('h1, h2, h3, figure, tr, p, li, .verdict, .headlines, dl')]
  .filter(each => each.getClientRects().length)
  .map(each => each.getBoundingClientRect())
  .map(box => [Math.floor(box.top + window.scrollY), Math.ceil(box.bottom + window.scrollY)])"""


def to_picture(html: Path, out: Path) -> tuple[Path, ...]:
    """Draw a rendered page as a phone shows it 「生成长图」.

    Parameters
    ----------
    html : Path
        The page.
    out : Path
        PNG file to be written; a page too tall for one goes on in ``NAME-2.png`` and so on.

    Returns
    -------
    tuple of Path
        Files written, from the top down.

    Raises
    ------
    SurroundingsError
        When there is no Chromium, it fails or takes too long, or a file can't be written.
    """
    with opened_browser() as browser:
        browser.open(html, WIDTH, _WINDOW, SCALE)
        browser.value(_BARE)
        size = browser.ask("Page.getLayoutMetrics")["cssContentSize"]
        whole = [(int(top), int(bottom)) for top, bottom in browser.value(_CUT)]
        drawn = []
        for top, bottom in slices(int(size["height"]), whole, int(TALLEST / SCALE)):
            clip = {"x": 0, "y": top, "width": WIDTH, "height": bottom - top, "scale": 1}
            told = browser.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
            drawn.append(b64decode(told["data"]))
        browser.close()
    files = tuple(out if not at else out.with_name(f"{out.stem}-{at + 1}{out.suffix}") for at in range(len(drawn)))
    try:
        for file, content in zip(files, drawn, strict=True):
            write_whole(file, content)
    except OSError as error:
        raise SurroundingsError(f"{out} can't be written: {error.strerror}.") from error
    return files


def slices(height: int, whole: Sequence[tuple[int, int]], tallest: int) -> list[tuple[int, int]]:
    """Where a page is cut: as low as it may be, and through nothing that should stay whole 「切分」.

    Parameters
    ----------
    height : int
        Of the page.
    whole : sequence of (int, int)
        Upper and lower edges of what should not be cut.
    tallest : int
        Height of a piece at most.

    Examples
    --------
    >>> slices(100, [(35, 45)], 40)
    [(0, 35), (35, 75), (75, 100)]
    """
    pieces, top = [], 0
    while height - top > tallest:
        at = top + tallest
        # Up to the upper edge of whatever lies across, unless that is taller than half a piece.
        while True:
            across = [upper for upper, lower in whole if upper < at < lower and upper > top + tallest / 2]
            if not across:
                break
            at = min(across)
        pieces.append((top, at))
        top = at
    return [*pieces, (top, height)]
