"""A rendered page as PDF: A4, everything open, tagged, with bookmarks 「PDF」.

Text of a page is all that a PDF of it holds: what must not leave is looked for in the page, before it is printed.
"""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from diagnostics.errors import SurroundingsError
from diagnostics.run.platform import write_whole
from diagnostics.run.printing.chromium import opened_browser

# A4 at 96 pixels to the inch, as wide as the paper's own text.
_WIDTH, _HEIGHT = 794, 1123
_DAY = re.compile(rb"/(CreationDate|ModDate) \(([^)]*)\)")
_NAME = re.compile(rb"/ID \[<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\]")
_SAID = b"D:20000101000000+00'00'"


def to_pdf(html: Path, out: Path) -> None:
    """Print a rendered page 「打印为 PDF」.

    Parameters
    ----------
    html : Path
        The page; its style sheet says how it looks on paper.
    out : Path
        File to be written.

    Raises
    ------
    SurroundingsError
        When there is no Chromium, it fails or takes too long, or the file can't be written.

    Notes
    -----
    The same page and the same Chromium give the same bytes: times and ids in the file are replaced.
    """
    with opened_browser() as browser:
        browser.open(html, _WIDTH, _HEIGHT, 1.0)
        browser.value("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        told = browser.ask(
            "Page.printToPDF", printBackground=True, preferCSSPageSize=True, generateTaggedPDF=True,
            generateDocumentOutline=True,
        )  # fmt: skip
        browser.close()
    try:
        write_whole(out, timeless(b64decode(told["data"])))
    except OSError as error:
        raise SurroundingsError(f"{out} can't be written: {error.strerror}.") from error


def timeless(content: bytes) -> bytes:
    """PDF without the time of its printing, of the same length, for its table of places counts bytes 「去除时间」.

    Examples
    --------
    >>> timeless(b"/CreationDate (D:20261122162732+00'00')")
    b"/CreationDate (D:20000101000000+00'00')"
    """
    plain = _DAY.sub(lambda found: b"/%s (%s)" % (found[1], _SAID.ljust(len(found[2]))[: len(found[2])]), content)
    blank = _NAME.sub(lambda found: _named(found, b"0" * 64), plain)
    name = sha256(blank).hexdigest().encode()
    return _NAME.sub(lambda found: _named(found, name), blank)


def _named(found: re.Match[bytes], name: bytes) -> bytes:
    """Id of a file, as long as it was."""
    told = found[0]
    for group in (1, 2):
        start, end = (each - found.start() for each in found.span(group))
        told = told[:start] + name[: end - start].ljust(end - start, b"0") + told[end:]
    return told
