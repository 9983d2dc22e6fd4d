"""How a CSV file is written: header, delimiter, line ends 「CSV 写法」."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.files.header import check_header
from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError

_HEAD = 1 << 20
_DELIMITERS = ",;\t|"
# Where fields are parted by these, a comma may stand before decimals.
COMMA_PARTED = (";", "\t")
# A field in quotes, to the end of the line where it goes on in the next.
_QUOTED = re.compile(rf'(?:^|(?<=[{_DELIMITERS}]))"(?:[^"]|"")*(?:"|$)')
_BREAKS = {"\r\n": "\\r\\n", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written: header, delimiter, line ends 「文件写法」."""

    file: SourceFile
    path: Path
    header: tuple[str, ...]
    delimiter: str
    line_end: str

    def reader(self, types: Mapping[str, str]) -> str:
        """SQL that reads the file strictly, its columns in these types 「读取表达式」."""
        columns = ", ".join(f"{sql_text(name)}: '{types[name]}'" for name in self.header)
        options = {**self._options(), "columns": f"{{{columns}}}", "auto_detect": "false"}
        options |= {"dateformat": "'%Y-%m-%d'", "new_line": f"'{_BREAKS[self.line_end]}'"}
        return f"read_csv({sql_text(str(self.path))}, {_joined(options)})"

    def sniffer(self, types: Iterable[str]) -> str:
        """SQL that tells which of these types each column has in every row 「类型探测表达式」."""
        options = {**self._options(), "sample_size": "-1", "dateformat": "'%Y-%m-%d'", "skip": "0", "comment": "''"}
        options["auto_type_candidates"] = str(list(types))
        return f"sniff_csv({sql_text(str(self.path))}, {_joined(options)})"

    def _options(self) -> dict[str, str]:
        return {
            "delim": sql_text(self.delimiter),
            "quote": sql_text('"'),
            "escape": sql_text('"'),
            "header": "true",
            "nullstr": "''",
            "compression": "'none'",
        }


def sql_text(value: str) -> str:
    """Quoted SQL text 「SQL 文本」.

    Examples
    --------
    >>> print(sql_text("O'Brien"))
    'O''Brien'
    """
    return "'" + value.replace("'", "''") + "'"


def _joined(options: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in options.items())


def read_shape(file: SourceFile, path: Path) -> Shape:
    """Shape of a file from its head 「识别写法」.

    Parameters
    ----------
    file : SourceFile
        File, for its name.
    path : Path
        Its UTF-8 form.

    Raises
    ------
    InputError
        When it is empty, is not UTF-8, or its header is doubtful.
    """
    with path.open("rb") as stream:
        raw = stream.read(_HEAD)
    text = _decoded(raw, file)
    if not text.strip():
        raise InputError(f"{file.name} is empty.")
    first = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    delimiter = delimiter_of(first)
    try:
        header = tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration) as error:
        raise InputError(f"{file.name}:1 has no header that can be read: {error}.") from error
    check_header(header, f"{file.name}:1")
    ending = re.search(r"\r\n|\n|\r", text)
    return Shape(file, path, header, delimiter, ending.group() if ending else "\n")


def delimiter_of(line: str) -> str:
    """Sign that stands most often between the fields of a line, never one inside quotes 「分隔符」.

    Examples
    --------
    >>> delimiter_of('date;"a, b, c"'), delimiter_of("a")
    (';', ',')
    """
    between = outside_quotes(line)
    return max(_DELIMITERS, key=lambda each: (between.count(each), -_DELIMITERS.index(each)))


def outside_quotes(line: str) -> str:
    """Text of a line without its quoted fields 「引号外文本」."""
    return _QUOTED.sub("", line)


def _decoded(raw: bytes, file: SourceFile) -> str:
    try:
        # The head may end inside a character.
        return raw.decode("utf-8-sig") if len(raw) < _HEAD else raw[: raw.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise not_utf8(file, line) from error


def not_utf8(file: SourceFile, line: int | str) -> InputError:
    """Error for bytes that are no UTF-8 「编码报错」."""
    return InputError(f"{file.name}:{line} is not UTF-8; name the file's encoding, such as encoding: gb18030.")
