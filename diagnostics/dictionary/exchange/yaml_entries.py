"""A yaml file that is a list, edited entry by entry: what nobody touched keeps its very bytes 「按条目编辑 YAML」."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from diagnostics.dictionary.yaml_file import Document
from diagnostics.errors import InputError

Edit = Callable[[Any], None]
_BLANK = re.compile(r"\s*(#.*)?")
_WIDTH = 120


@dataclass(frozen=True, eq=False)
class Entries:
    """Text of a list, cut into its entries 「条目文本」.

    Parameters
    ----------
    head : str
        What stands before the first entry.
    parts : tuple of str
        Each entry with its dash, and what follows it up to the next.
    columns : tuple of int
        Column, from 0, at which each entry's own text begins after its dash.
    """

    head: str
    parts: tuple[str, ...]
    columns: tuple[int, ...]


def cut(text: str, document: Document) -> Entries:
    """Entries of a file 「切分条目」.

    Raises
    ------
    InputError
        When the file is no list with a dash before each entry: people edit such a file by hand.
    """
    lines = text.splitlines(keepends=True)
    starts: list[int] = []
    columns: list[int] = []
    for index in range(len(document.data)):
        line, column = document.marks[(index,)]
        own = lines[line - 1] if line <= len(lines) else ""
        if not re.fullmatch(r" *- +", own[: column - 1]):
            raise InputError(
                f"{document.file}:{line}: the entry does not stand after '- ' on its own line; write the file as a"
                " list with one '- ' an entry, then import again."
            )
        starts.append(line - 1)
        columns.append(column - 1)
    if not starts:
        return Entries(text, (), ())
    begins = [_above(lines, each, starts[at - 1] + 1 if at else 0) for at, each in enumerate(starts)]
    # What stands above the first entry is the file's, not the entry's.
    begins[0] = starts[0]
    ends = [*begins[1:], len(lines)]
    parts = tuple("".join(lines[a:b]) for a, b in zip(begins, ends, strict=True))
    return Entries("".join(lines[: begins[0]]), parts, tuple(columns))


def _above(lines: Sequence[str], start: int, least: int) -> int:
    """First of the comments and blank lines right above an entry: they belong to it."""
    at = start
    while at > least and _BLANK.fullmatch(lines[at - 1].rstrip("\r\n")) and not lines[at - 1].startswith("  "):
        at -= 1
    return at


def edited(part: str, column: int, edit: Edit, place: str) -> str:
    """Entry after an edit; comments and order stay 「编辑条目」.

    Parameters
    ----------
    part : str
        Comments above the entry, the entry, and what follows it.
    column : int
        Where its text begins after the dash.
    edit : callable
        Changes the loaded mapping.

    Raises
    ------
    InputError
        When the entry can't stand alone, as with an alias to another entry.
    """
    from ruamel.yaml.error import YAMLError

    lines = part.splitlines(keepends=True)
    first = next(at for at, each in enumerate(lines) if not _BLANK.fullmatch(each.rstrip("\r\n")))
    above, own = lines[:first], lines[first:]
    end = "\r\n" if own[0].endswith("\r\n") else "\n"
    dash = own[0].index("-")
    inner = [own[0][column:], *(each[min(column, len(each) - len(each.lstrip(" "))) :] for each in own[1:])]
    text = "".join(inner).replace("\r\n", "\n")
    yaml = _yaml(text)
    try:
        loaded = yaml.load(text)
        edit(loaded)
        sink = StringIO()
        yaml.dump(loaded, sink)
    except YAMLError as error:
        raise InputError(
            f"{place} can't be edited by itself (an alias, or a tag); write it out, then import."
        ) from error
    made = _indented(sink.getvalue(), dash, column)
    if not part.endswith(("\n", "\r\n")):
        made = made.rstrip("\n")
    return "".join(above) + made.replace("\n", end)


def new_entry(content: Any, dash: int = 0) -> str:
    """Text of an entry that is new 「新条目」."""
    sink = StringIO()
    _yaml("").dump(content, sink)
    return _indented(sink.getvalue(), dash, dash + 2)


def _indented(text: str, dash: int, column: int) -> str:
    lines = [(" " * column + each) if each.strip() else each for each in text.splitlines(keepends=True)]
    lines[0] = " " * dash + "-" + lines[0][dash + 1 :]
    return "".join(lines)


def _yaml(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    # Lists below a field begin where the file's own do.
    flush = re.search(r"^( *)[\w\"']+:[ \t]*(#.*)?\n\1- ", text, re.MULTILINE)
    yaml.indent(mapping=2, sequence=2 if flush else 4, offset=0 if flush else 2)
    return yaml
