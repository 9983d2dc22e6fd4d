"""Slides without time, author or template's leavings: the same content, the same bytes 「去除时间与作者」."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

# Of the template that python-pptx starts from: a picture of its empty slide, and a printer's settings.
_LEFT_OUT = re.compile(r"docProps/thumbnail\..*|ppt/printerSettings/.*")
_LINK = re.compile(rb'<Relationship [^>]*Target="(?:docProps/thumbnail|printerSettings/)[^>]*/>')
# Which program wrote the template, and how long somebody worked on it, says nothing of these slides.
_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"><Application>perfloop</Application></Properties>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def timeless(content: bytes) -> bytes:
    """Archive without its template's leavings, whose entries bear no time of their own 「统一时间」."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.infolist():
            if _LEFT_OUT.fullmatch(each.filename):
                continue
            told = _LINK.sub(b"", source.read(each)) if each.filename.endswith(".rels") else source.read(each)
            entry = zipfile.ZipInfo(each.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            target.writestr(entry, _PROGRAM if each.filename == "docProps/app.xml" else told, compresslevel=6)
    return out.getvalue()
