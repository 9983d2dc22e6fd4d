"""Markdown as plain paragraphs, lists and tables 「读取 Markdown」.

What a consultant types is data: markup is taken for what it says, never passed on. HTML stays the text it is, and the
page's template escapes it; a link is its words and, where it leads to the web, its address as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diagnostics.errors import InputError
from diagnostics.look.words import readable

Token = Mapping[str, Any]
_WEB = ("https://", "http://")
# Lists within lists are told in one list, with a dash before what belongs to the item above.
_BELOW = "– "
_GAP_LESS = frozenset("\u3000\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\uff09\u201d\u300b")


def blocks_of(text: str) -> list[dict[str, Any]]:
    r"""Blocks of a text in Markdown, all plain 「文本块」.

    Parameters
    ----------
    text : str
        Markdown, with tables as GitHub writes them.

    Returns
    -------
    list of dict
        As ``look.note_parts`` takes them. Headings become paragraphs, nested lists one list, quotes their words.

    Raises
    ------
    InputError
        When the text holds a picture.

    Examples
    --------
    >>> for each in blocks_of("# Why\n\nIt **rains**; see [them](javascript:x).\n\n- a\n  - b"):
    ...     print(each)
    {'kind': 'paragraph', 'text': 'Why'}
    {'kind': 'paragraph', 'text': 'It rains; see them.'}
    {'kind': 'bullets', 'items': ['a', '– b'], 'ordered': False}
    """
    import mistune

    read = mistune.create_markdown(renderer=None, plugins=["table"])
    tokens = read(readable(text))
    return list(_blocks(tokens if isinstance(tokens, list) else ()))


def _blocks(tokens: Iterable[Token]) -> Iterator[dict[str, Any]]:
    for each in tokens:
        kind = each["type"]
        if kind == "list":
            items = [told for told in _items(each, "") if told]
            if items:
                yield {"kind": "bullets", "items": items, "ordered": bool(each.get("attrs", {}).get("ordered"))}
        elif kind == "table":
            yield _table(each)
        elif kind == "block_quote":
            yield from _blocks(each.get("children", ()))
        elif kind not in {"blank_line", "thematic_break"}:
            told = _text(each)
            if told:
                yield {"kind": "paragraph", "text": told}


def _items(listed: Token, mark: str) -> Iterator[str]:
    for item in listed.get("children", ()):
        own = [each for each in item.get("children", ()) if each["type"] != "list"]
        told = "\n".join(filter(None, map(_text, own)))
        yield f"{mark}{told}" if told else ""
        for each in item.get("children", ()):
            if each["type"] == "list":
                yield from _items(each, _BELOW)


def _table(table: Token) -> dict[str, Any]:
    head: list[str] = []
    rows: list[list[str]] = []
    for part in table.get("children", ()):
        if part["type"] == "table_head":
            head = [_text(cell) for cell in part.get("children", ())]
        else:
            rows += [[_text(cell) for cell in row.get("children", ())] for row in part.get("children", ())]
    return {"kind": "table", "head": head, "rows": rows}


def _text(token: Token) -> str:
    """Words of a token with all below it; what no rule knows is told as it was written."""
    if "children" in token and token["type"] not in {"link", "image"}:
        return _line(token["children"]).strip()
    return _words(token).strip()


def _line(tokens: Iterable[Token]) -> str:
    told = ""
    for each in tokens:
        if each["type"] == "softbreak":
            # A line broken in the editor is no gap in Chinese.
            told += "" if told and (told[-1] in _GAP_LESS or _is_chinese(told[-1])) else " "
        else:
            told += _words(each)
    return told


def _words(token: Token) -> str:
    kind = token["type"]
    if kind == "image":
        raise InputError("holds a picture; a note is words alone, figures come from the results")
    if kind == "linebreak":
        return "\n"
    if kind == "link":
        words, address = _line(token.get("children", ())), str(token.get("attrs", {}).get("url", ""))
        return f"{words} ({address})" if address.startswith(_WEB) and address != words else words
    if "children" in token:
        return _line(token["children"])
    return str(token.get("raw", ""))


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
