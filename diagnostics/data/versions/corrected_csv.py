"""Corrections in text files: a copy of the text in which only the wrong fields differ 「文本文件的更正」."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from diagnostics.data.files.csv_shape import delimiter_of
from diagnostics.data.versions.corrections import Patch, RowFinder, Sheet, applied, text_of
from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion


@dataclass(frozen=True, slots=True)
class Text:
    """A text file to be corrected 「待更正文本」.

    Parameters
    ----------
    path : Path
        Its UTF-8 form.
    at : Sheet
        Source and file, for errors and records.
    delimiter : str
        Sign between fields, as whoever reads the file finds it.
    header : int
        Row that holds the header.
    """

    path: Path
    at: Sheet
    delimiter: str = ","
    header: int = 1

    @classmethod
    def of(cls, path: Path, at: Sheet) -> Text:
        """Text file with the delimiter that its first line tells 「识别分隔符」."""
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return cls(path, at, delimiter_of(stream.readline(1 << 20)))


def corrected_csv(text: Text, patches: tuple[Patch, ...], target: Path) -> tuple[Path, tuple[Conversion, ...]]:
    """Path of a text file with its corrections, and what they did 「更正文本文件」.

    Parameters
    ----------
    patches : tuple of Patch
        Corrections of this file; without any the path is that of the file itself.
    target : Path
        Where the corrected copy may stand.

    Raises
    ------
    InputError
        When a correction names an unknown column or row, matches no row or several, or its ``old`` does not stand
        there; the line of corrections.yaml is named.

    Notes
    -----
    A row is a record: a field with line breaks is one row, as a spreadsheet shows it; an empty line is a row too.
    """
    if not patches:
        return text.path, ()
    with (
        text.path.open(encoding="utf-8", newline="") as read,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        try:
            return target, tuple(_copied(text, patches, read, written))
        except csv.Error as error:
            raise InputError(f"{text.at.file} can't be taken apart as CSV to be corrected: {error}.") from error
        except UnicodeDecodeError:
            # Whoever loads the file says so, with the line.
            return text.path, ()


def _copied(text: Text, patches: tuple[Patch, ...], read: IO[str], written: IO[str]) -> Iterator[Conversion]:
    records = enumerate(_records(read, text.delimiter), 1)
    header: list[str] = []
    number = 0
    for number, (cells, raw, _) in records:
        written.write(raw)
        if number == text.header:
            header = [each.removeprefix("\ufeff") if at == 0 else each for at, each in enumerate(cells)]
            break
    finder = RowFinder(patches, {name: at for at, name in enumerate(header)}, text.at, text.header)
    for number, (cells, raw, line) in records:
        fields = {}
        for patch in finder.hits(number, cells):
            at = finder.columns[patch.correction.column]
            if at >= len(cells):
                raise patch.refused(f"row {number} of {text.at} has {len(cells)} fields, fewer than the header.")
            fields[at] = text_of(patch.correction.new)
            yield applied(patch, text.at, f"line {line}", cells[at])
        written.write(_with(raw, text.delimiter, fields) if fields else raw)
    finder.finish(number)


def _records(stream: IO[str], delimiter: str) -> Iterator[tuple[list[str], str, int]]:
    """Fields of each record, its text as it stands, and the line it begins in."""
    held: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            held.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    for cells in reader:
        yield cells, "".join(held), reader.line_num - len(held) + 1
        held.clear()


def _with(record: str, delimiter: str, fields: dict[int, str]) -> str:
    """Text of a record with other fields; all else stays as it was written."""
    spans = _spans(record, delimiter)
    for at in sorted(fields, reverse=True):
        start, end = spans[at]
        record = record[:start] + _quoted(fields[at], delimiter) + record[end:]
    return record


def _spans(record: str, delimiter: str) -> list[tuple[int, int]]:
    """Begin and end of each field in a record.

    Examples
    --------
    >>> _spans('a,"b,c",d', ",")
    [(0, 1), (2, 7), (8, 9)]
    """
    last = len(record.rstrip("\r\n"))
    spans, start = [], 0
    while True:
        end = _quote_end(record, start) if record[start : start + 1] == '"' else start
        cut = record.find(delimiter, end, last)
        spans.append((start, last if cut < 0 else cut))
        if cut < 0:
            return spans
        start = cut + 1


def _quote_end(record: str, start: int) -> int:
    at = start + 1
    while record[at : at + 1] not in {'"', ""} or record[at + 1 : at + 2] == '"':
        at += 2 if record[at : at + 1] == '"' else 1
    return at + 1


def _quoted(text: str, delimiter: str) -> str:
    plain = not any(each in text for each in (delimiter, '"', "\r", "\n")) and text == text.strip()
    return text if plain else '"' + text.replace('"', '""') + '"'
