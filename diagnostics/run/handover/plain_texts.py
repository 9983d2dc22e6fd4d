"""What a file says, for what looks for leaks: cells of workbooks, days of calendars 「待扫描文本」."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any


def plain_text_of(name: str, content: bytes) -> bytes:
    """Text of a file of a hand-over, without ids that this program made itself 「待扫描文本」.

    Parameters
    ----------
    name : str
        Its name; the ending tells what it is.
    content : bytes
        The file.

    Notes
    -----
    Left out are the fingerprint at the head of a workbook's hidden sheet, where it is that of what follows, and the
    line of a calendar's day that tells its id, which looks like an e-mail address. All else is looked at.
    """
    if name.endswith(".xlsx"):
        return "\n".join(_cells(content)).encode("utf-8")
    if name.endswith(".ics"):
        # Long lines go on in the next one, in the midst of a name or number.
        whole = content.replace(b"\r\n ", b"").split(b"\r\n")
        return b"\r\n".join(each for each in whole if not each.startswith(b"UID:"))
    return content


def _cells(content: bytes) -> Iterator[str]:
    import openpyxl

    for sheet in openpyxl.load_workbook(BytesIO(content), read_only=True):
        texts = [str(each) for row in sheet.iter_rows(values_only=True) for each in row if each is not None]
        yield from texts[1:] if _fingerprinted(sheet, texts) else texts


def _fingerprinted(sheet: Any, texts: list[str]) -> bool:
    """Whether a hidden sheet begins with the fingerprint of all that follows."""
    hidden = bool(texts) and sheet.sheet_state == "veryHidden"
    return hidden and texts[0] == sha256("".join(texts[1:]).encode()).hexdigest()
