"""A document's bytes as passages, by what it is 「读取文档」."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from diagnostics.run.leak_scan.markup import markup_passages
from diagnostics.run.leak_scan.passages import Passage

_MEMBERS, _BYTES = 2_000, 200_000_000
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
# Marks of the format in python-pptx's template and of table styles: the same in every deck.
_MARKS = frozenset(
    f"{{{each}}}"
    for each in (
        "0F89C1C7-3DCD-1040-A9CF-14679D8B5DDD", "5940675A-B579-460E-94D1-54222C63F5DA",
        "5BCAD085-E8A6-8845-BD4E-CB4CCA059FC4", "5C22544A-7EE6-4342-B048-85BDC9FD1C3A",
        "BB5E49A5-4136-284D-997B-48E1D791AD67", "BB962C8B-B14F-4D97-AF65-F5344CB8AC3E",
        "C1FF6DA9-008F-8B48-92A6-B652298478BF", "D31A062A-798A-4329-ABDD-BBA856620510",
        "E76CE94A-603C-4142-B9EB-6D1370010A27",
    )
)  # fmt: skip
_CHUNKS = re.compile(rb"(?:tEXt|iTXt|zTXt|eXIf)(.{0,400})", re.DOTALL)


def passages_of(name: str, content: bytes) -> list[Passage]:
    """Passages of a document 「拆分文档」.

    Parameters
    ----------
    name : str
        Name of the document; it is a passage itself, for names of files are read too.
    content : bytes
        HTML, XML, JSON, plain text, slides and workbooks (zip), PDF (what is not drawn), PNG (its comments).
    """
    return [Passage("its name", name), *_content(name, content)]


def _content(name: str, content: bytes) -> list[Passage]:
    if content.startswith(b"PK\x03\x04"):
        return list(_zipped(content))
    if content.startswith(b"%PDF-"):
        return [Passage("PDF objects", _STREAM.sub(b" ", content).decode("latin-1"), "drawing")]
    if content.startswith(b"\x89PNG"):
        return [Passage("picture", each.decode("latin-1")) for each in _CHUNKS.findall(content)]
    text = content.decode("utf-8", errors="replace")
    begin = text.lstrip("\ufeff \t\r\n")[:1]
    if begin == "<":
        return markup_passages(text)
    if begin in ("{", "[") and name.endswith((".json", ".jsonld")):
        try:
            return list(_values(json.loads(text), ""))
        except (json.JSONDecodeError, RecursionError):
            pass
    return [Passage(f"line {at}", line) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _values(node: Any, path: str) -> Iterator[Passage]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield Passage(f"{path or '$'} (a key)", str(key))
            yield from _values(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _values(value, f"{path}[{at}]")
    elif isinstance(node, str):
        yield Passage(path or "$", node)
    elif isinstance(node, (int, float)) and not isinstance(node, bool):
        yield Passage(path or "$", json.dumps(node), "drawing")


def _zipped(content: bytes) -> Iterator[Passage]:
    """Members of an archive that this project made: as many as are read without harm."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()[:_MEMBERS]
        if archive.comment:
            yield Passage("comment of the archive", archive.comment.decode("utf-8", errors="replace"))
        names, left = {each.filename for each in members}, _BYTES
        for each in members:
            left -= each.file_size
            if left < 0:
                break
            yield Passage(f"{each.filename}, its name", each.filename)
            if each.filename.endswith((".xml", ".rels", ".vml")):
                text = archive.read(each).decode("utf-8", errors="replace")
                yield from (one for one in markup_passages(text, f"{each.filename}, ") if not _of_form(one.text, names))


def _of_form(text: str, names: set[str]) -> bool:
    """Whether a text is the file format's own: the path of another member, whose name is read anyway, or its mark."""
    return text.removeprefix("/") in names or text in _MARKS
