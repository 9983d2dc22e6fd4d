"""HTML and the XML of slides as passages: text of each block as one, attributes, comments, styles 「标记文档」."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from hashlib import sha256
from html.parser import HTMLParser

from diagnostics.run.leak_scan.passages import Part, Passage


def _names(text: str) -> list[str]:
    return text.split()


# What may stand in the middle of a number or a name: a reader sees nothing of it.
_INLINE = frozenset(
    _names(
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time"
        " tspan u var wbr a:r a:t a:rpr a:endpararpr a:solidfill a:srgbclr a:latin a:ea w:r w:t"
    )
)
_VOID = frozenset(_names("area base br col embed hr img input link meta source track wbr"))
_DRAWING = frozenset(
    _names(
        "d points transform viewbox x y x1 y1 x2 y2 cx cy r rx ry dx dy width height class id href clip-path mask fill"
        " stroke for headers aria-labelledby aria-describedby aria-controls xmlns style"
    )
)
_EMBEDDED = re.compile(r"data:(?P<kind>font/woff2|image/png);base64,(?P<body>[A-Za-z0-9+/=]+)")
_MAGIC = {"font/woff2": b"wOF2", "image/png": b"\x89PNG\r\n\x1a\n"}
_CHUNKS = re.compile(rb"(?:tEXt|iTXt|zTXt|eXIf)(.{0,400})", re.DOTALL)


def markup_passages(text: str, within: str = "") -> list[Passage]:
    """Passages of an HTML or XML document 「拆分标记文档」.

    Parameters
    ----------
    text : str
        The document.
    within : str
        Put before each place, for a document within another.

    Notes
    -----
    What the page itself puts there is taken out by what it *is*, not by what it looks like: an embedded font or picture
    must decode to one (a picture's own comments are read), a hash in the policy must be that of a style sheet present.
    """
    reader = _Reader(within)
    reader.feed(text)
    reader.close()
    reader.end_block()
    sheets = {b64encode(sha256(each.encode()).digest()).decode("ascii") for each in reader.sheets}
    return [_without_hashes(each, sheets) if each.part == "policy" else each for each in reader.passages]


def _without_hashes(passage: Passage, sheets: set[str]) -> Passage:
    text = passage.text
    for each in sheets:
        text = text.replace(f"'sha256-{each}'", "")
    return Passage(passage.place, text, passage.part)


class _Reader(HTMLParser):
    """Collects passages while it reads: a block's text is one, whatever inline tags part it."""

    def __init__(self, within: str) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self.sheets: list[str] = []
        self._within = within
        self._open: list[str] = []
        self._block: list[str] = []
        self._at = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._part(tag)
        self._attributes(tag, attrs)
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._part(tag)
        self._attributes(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self._part(tag)
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.sheets.append(data)
            self._take("style sheet", data, "style")
            return
        if not self._at and data.strip():
            block = next((each for each in reversed(self._open) if each not in _INLINE), "document")
            self._at = self._place(f"text of <{block}>")
        self._block.append(data)

    def handle_comment(self, data: str) -> None:
        self._take("comment", data, "comment")

    def handle_decl(self, decl: str) -> None:
        self._take("declaration", decl, "comment")

    def handle_pi(self, data: str) -> None:
        self._take("instruction", data, "comment")

    def unknown_decl(self, data: str) -> None:
        self._take("declaration", data, "comment")

    def _part(self, tag: str) -> None:
        # A line break parts numbers for the eye alone.
        if tag == "br":
            self._block.append(" ")
        else:
            self.end_block()

    def end_block(self) -> None:
        """Keep what was read of a block."""
        text = "".join(self._block)
        if text.strip():
            self.passages.append(Passage(self._at, text))
        self._block, self._at = [], ""

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        policy = tag == "meta" and any((value or "").lower() == "content-security-policy" for _, value in attrs)
        for name, value in attrs:
            if value:
                part: Part = "policy" if policy else "drawing" if name in _DRAWING else "attribute"
                self._take(f"attribute {name} of <{tag}>", value, part)

    def _take(self, what: str, text: str, part: Part) -> None:
        if "data:" in text:
            text = _EMBEDDED.sub(_without_body, text)
        self.passages.append(Passage(self._place(what), text, part))

    def _place(self, what: str) -> str:
        return f"{self._within}line {self.getpos()[0]}, {what}"


def _without_body(found: re.Match[str]) -> str:
    """Nothing in place of an embedded font; a picture's comments in place of a picture; all else as it stands."""
    try:
        body = b64decode(found["body"], validate=True)
    except (Error, ValueError):
        return found[0]
    if not body.startswith(_MAGIC[found["kind"]]):
        return found[0]
    if found["kind"] == "font/woff2":
        return ""
    return " ".join(each.decode("latin-1") for each in _CHUNKS.findall(body))
