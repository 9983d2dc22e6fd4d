"""Strict, safe YAML that remembers where things stand 「YAML 文件」.

The file is read as a stream of events and built here, in one pass, with bounded depth: no tags, no merge keys, no
duplicate keys, few aliases; nothing recurses over client input deeper than ``MAX_DEPTH``. What libyaml doesn't read
without a fault (``yaml_quick``), PyYAML's pure parser reads: it words every refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from diagnostics.dictionary.yaml_quick import quick_events
from diagnostics.dictionary.yaml_scalar import Scalar, checked_text, plain_scalar
from diagnostics.errors import InputError, Place

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_ALIASES = 100
MAX_NODES = 40_000

Path_ = tuple[str | int, ...]
_Mark = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Document:
    """Plain data of a yaml file, with the line of every part 「YAML 文档」.

    Parameters
    ----------
    file : str
        Name relative to the engagement.
    data : Any
        Dicts with text keys, lists, text, numbers, truth values, None.
    marks : dict
        Line and column, counted from 1, by path such as ``(0, "items", 2, "weight")``.
    """

    file: str
    data: Any
    marks: dict[Path_, _Mark]

    def mark(self, path: Path_) -> _Mark:
        """Line and column of a part, or of the nearest part above it 「行与列」."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))

    def line(self, path: Path_) -> int:
        """Line of a part, counted from 1 「行号」."""
        return self.mark(path)[0]

    def place(self, path: Path_) -> Place:
        """Place of a part, for a finding 「位置」."""
        return Place(self.file, self.line(path))


def read_yaml(path: Path, root: Path) -> Document:
    """Read a yaml file safely 「读取 YAML」.

    Parameters
    ----------
    path : Path
        The file.
    root : Path
        Folder of the engagement; errors name the file relative to it.

    Raises
    ------
    InputError
        When the file is absent, too large, not UTF-8, empty, broken YAML, or uses what is refused: tags, merge keys,
        duplicate keys, keys that are no text, numbers that programs read differently, more than 40 levels,
        more than 100 aliases.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return parse_yaml(read_text(path, name, MAX_BYTES), name)


def read_text(path: Path, name: str, limit: int) -> str:
    """Text of a UTF-8 file of bounded size, without its byte order mark 「读取文本」.

    Raises
    ------
    InputError
        When the file is absent, larger than ``limit`` bytes, or not UTF-8.
    """
    if not path.is_file():
        raise InputError(f"{name} is not there.")
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise InputError(f"{name} can't be read: {error.strerror}.") from error
    if len(raw) > limit:
        raise InputError(f"{name} is larger than {limit:,} bytes, the most that is read.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise InputError(
            f"{name}:{line}:{column}: byte 0x{raw[error.start]:02X} is not UTF-8; save the file as UTF-8"
            " (in Excel: 'CSV UTF-8'), not as GBK or UTF-16."
        ) from error


def parse_yaml(text: str, name: str) -> Document:
    r"""Build a document from yaml text 「解析 YAML」.

    Examples
    --------
    >>> document = parse_yaml("a:\n  - 1\n  - b: no", "x.yaml")
    >>> document.data, document.line(("a", 1, "b"))
    ({'a': [1, {'b': 'no'}]}, 3)
    """
    with suppress(InputError, yaml.YAMLError, ValueError, OverflowError):
        if events := quick_events(text):
            return _Builder(name, events).document()
    builder = _Builder(name, yaml.parse(text, Loader=yaml.SafeLoader))
    try:
        return builder.document()
    except yaml.reader.ReaderError as error:
        at = (text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position))
        raise builder.refusal(at, f"the character U+{ord(text[error.position]):04X} is not allowed") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else builder.at
        hint = _colon_hint(text, at[0])
        raise builder.refusal(at, f"no valid YAML, {error.problem or error.context}{hint}") from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets these through for escapes beyond Unicode and for endless version numbers.
        raise builder.refusal(builder.at, f"no valid YAML, {error}") from error


def _colon_hint(text: str, line: int) -> str:
    """Hint at a full-width colon near a broken line: a Chinese keyboard's most common slip."""
    for number, words in enumerate(text.splitlines()[:line], start=1):
        if number >= line - 1 and "\uff1a" in words and ": " not in words:
            return f"; a full-width '\uff1a' stands in line {number}, a field ends with ': '"
    return ""


@dataclass(eq=False)
class _Builder:
    """Turns events into data, one document, bounded in depth and size."""

    name: str
    events: Iterator[Any]
    marks: dict[Path_, _Mark] = field(default_factory=dict)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    aliases: int = 0
    nodes: int = 0
    at: _Mark = (1, 1)

    def refusal(self, at: _Mark, why: str) -> InputError:
        return InputError(f"{self.name}:{at[0]}:{at[1]}: {why}.")

    def next(self) -> Any:
        event = next(self.events)
        self.at = (event.start_mark.line + 1, event.start_mark.column + 1)
        return event

    def document(self) -> Document:
        self.next()  # start of the stream
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise self.refusal((1, 1), "the file is empty")
        data = self.node(self.next(), (), 1)
        self.next()  # end of the document
        if not isinstance(self.next(), yaml.StreamEndEvent):
            raise self.refusal(self.at, "a second document starts here; a file holds one")
        if data is not None:
            return Document(self.name, data, self.marks)
        raise self.refusal((1, 1), "the file is empty")

    def node(self, event: Any, path: Path_, depth: int) -> Any:
        self.marks.setdefault(path, self.at)
        self.count(1)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag is not None:
            raise self.refusal(self.at, f"the tag {event.tag[:60]!r} is not allowed; write plain values")
        before = self.nodes
        if isinstance(event, yaml.ScalarEvent):
            value: Any = self.scalar(event)
        elif depth > MAX_DEPTH:
            raise self.refusal(self.at, f"nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self.sequence(path, depth)
        else:
            value = self.mapping(path, depth)
        if event.anchor is not None:
            # Registered once complete: an alias to what it stands in finds nothing.
            self.anchors[event.anchor] = (value, self.nodes - before + 1)
        return value

    def count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self.refusal(self.at, f"more than {MAX_NODES:,} values, the most that is read")

    def alias(self, event: Any) -> Any:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self.refusal(self.at, f"more than {MAX_ALIASES} aliases; write the values out")
        if event.anchor not in self.anchors:
            raise self.refusal(self.at, f"the alias *{event.anchor[:60]} names no finished value")
        value, size = self.anchors[event.anchor]
        # Counted as if written out, so that a few aliases of aliases can't stand for millions of values.
        self.count(size)
        return value

    def scalar(self, event: Any) -> Scalar:
        try:
            return plain_scalar(event.value) if event.implicit[0] else checked_text(event.value)
        except ValueError as error:
            raise self.refusal(self.at, str(error)) from error

    def sequence(self, path: Path_, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        content: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.key(event, content, path)
            self.marks[(*path, key)] = self.at
            content[key] = self.node(self.next(), (*path, key), depth + 1)
        return content

    def key(self, event: Any, content: dict[str, Any], path: Path_) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            raise self.refusal(self.at, "a key must be plain text")
        key = self.scalar(event)
        if not isinstance(key, str):
            raise self.refusal(self.at, f"the key {event.value!r} is read as {type(key).__name__}; put it in quotes")
        if key == "<<":
            raise self.refusal(self.at, "merge keys (<<) are not allowed; write the fields out")
        if key in content:
            first = self.marks[(*path, key)][0]
            raise self.refusal(self.at, f"the key {key[:60]!r} occurs twice, first in line {first}; keep one")
        self.count(1)
        return key
