"""Values that a client planted or named, which must never turn up outside 「金丝雀值」."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.personal.folding import folded
from diagnostics.errors import InputError
from diagnostics.run.leak_scan.names import by_length, spans_of

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

SHORTEST, _MOST, _BYTES = 4, 10_000, 1_000_000
_SQUEEZED = re.compile(r"[\s.\-_·,，]+")
# What is read of a folder that is published must not hold the list itself.
_PUBLISHED = ("reports", "runs")


def listed_canaries(engagement: Engagement) -> tuple[str, ...]:
    """Values that must never turn up outside, as the engagement lists them, one a line 「金丝雀清单」.

    Raises
    ------
    InputError
        When the variable or the file is not there, the file lies where pages do, or a value is shorter than 4.
    """
    settings, found = engagement.settings.leak_scan, []
    if settings.canaries_from:
        text = os.environ.get(settings.canaries_from)
        if text is None:
            raise InputError(
                f"The environment variable {settings.canaries_from!r} is not set; engagement.yaml names it in"
                " leak_scan.canaries_from, and nothing is published unscanned."
            )
        found += _values(text, settings.canaries_from)
    if settings.canaries_file:
        found += _values(_file(engagement, settings.canaries_file), settings.canaries_file)
    return tuple(dict.fromkeys(found))


def _file(engagement: Engagement, name: str) -> str:
    path = (engagement.folder / name).resolve()
    for each in _PUBLISHED:
        if path.is_relative_to((engagement.folder / each).resolve()):
            raise InputError(f"leak_scan.canaries_file == {name!r}, must lie outside {each}/, where pages are.")
    return _text(path, name)


def _text(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()[: _BYTES + 1]
        if len(content) > _BYTES:
            raise InputError(f"{name} has more than {_BYTES:,} bytes; a list of canaries is short.")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The list of canaries {name!r} can't be read as UTF-8 text; engagement.yaml names it in"
            " leak_scan.canaries_file, and nothing is published unscanned."
        ) from error


def _values(text: str, where: str) -> list[str]:
    values = [each.strip() for each in text.splitlines() if each.strip()]
    short = next((at for at, each in enumerate(values, start=1) if len(each) < SHORTEST), None)
    if short is not None:
        raise InputError(
            f"Value {short} of {where!r} is shorter than {SHORTEST} characters; it would be found anywhere."
        )
    if len(values) > _MOST:
        raise InputError(f"{where!r} lists {len(values):,} canaries; at most {_MOST:,} are looked for.")
    return values


class Canaries:
    """Finds listed values however they are parted, in capitals or not 「查找金丝雀值」.

    Parameters
    ----------
    values : sequence of str
        What must not turn up.

    Examples
    --------
    >>> told = "x BETA canary-93517 y"
    >>> [told[start:end] for start, end in Canaries(["beta-canary-93517"])(told)]
    ['BETA canary-93517']
    """

    def __init__(self, values: Sequence[str]) -> None:
        self._values = by_length({_SQUEEZED.sub("", folded(each)).casefold() for each in values} - {""})

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of the values in a text."""
        if not self._values:
            return
        # Positions of what stands there without what may part it; a capital that is two letters when small keeps both.
        kept = [(at, small) for at, each in enumerate(text) if not _SQUEEZED.match(each) for small in each.casefold()]
        bare = "".join(small for _, small in kept)
        for start, end in spans_of(bare, self._values):
            yield kept[start][0], kept[end - 1][0] + 1
