"""A workbook without times: the same content, the same bytes 「无时间戳的工作簿」."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook

# The first day that a zip archive knows.
_DAY, _STAMP = (1980, 1, 1, 0, 0, 0), b"1980-01-01T00:00:00Z"
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(?=<)")


def save_still(book: Workbook, stream: IO[bytes]) -> None:
    """Save a workbook without the times at which it was made 「保存工作簿」.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook.
    stream : binary stream
        Where it goes.

    Notes
    -----
    A hand-over, and whoever compares two exports, takes different bytes for different content. openpyxl writes the
    clock into the properties whatever they were, so that they are replaced in what it wrote.
    """
    made = BytesIO()
    book.save(made)
    with ZipFile(made) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename == _CORE:
                content = _TIMES.sub(rb"\g<1>" + _STAMP, content)
            info = ZipInfo(each.filename, _DAY)
            info.compress_type, info.external_attr = ZIP_DEFLATED, each.external_attr
            new.writestr(info, content)
