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
        left = _BYTES
        for each in members:
            left -= each.file_size
            if left < 0:
                break
            yield Passage(f"{each.filename}, its name", each.filename)
            if each.filename.endswith((".xml", ".rels", ".vml")):
                yield from markup_passages(archive.read(each).decode("utf-8", errors="replace"), f"{each.filename}, ")
