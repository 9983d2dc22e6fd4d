"""Cells of a number column: read rightly and listed, missing and listed, or refused with row and column."""

from __future__ import annotations

import json
import math
import re

import pytest

from diagnostics.errors import InputError
from tests.acceptance.cells import Came, came_out, write_cells
from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench

KINDS = ("csv", "xlsx", "parquet")
# What issue 3 point 3 lists, by its form: a reader of its own, so that the product is not compared with itself.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_MARKS = {"", "nan", "n/a", "na", "#n/a", "null", "none", "-", "--", "—", "——", "无", "缺", "暂无"}
_ERRORS = {"#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"}
_POWERS = {"千": 1e3, "万": 1e4, "百万": 1e6, "亿": 1e8, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8, "元": 1}


def check(payload: Payload, workbench: Workbench) -> None:
    """A text of several cells is taken apart; each cell goes through every kind of file."""
    text = payload.text
    if re.match(r"\d/0", text):
        divided_by_nought(workbench, text)
        return
    cells = cells_of(text)
    for kind in KINDS:
        alone = [[f"2025-06-0{at + 1}", "north", cell, 10] for at, cell in enumerate(cells)]
        beside = [*alone, ["2025-06-28", "south", 100, 10]]
        for rows in (alone, beside):
            write_cells(workbench, kind, rows)
            held(came_out(workbench), cells, kind, beside=rows is beside)
    assert workbench.perfloop("check", workbench.client).code in {0, 1, 2}


def cells_of(text: str) -> list[str]:
    """Cells that a payload describes: one, or two that stand in one column."""
    parts = re.split(r" vs | & | / ", re.sub(r" (in one column|units|codes)$", "", text))
    return parts if len(parts) == 1 else [each if re.search(r"[\dA-Z]", each) else f"5{each}" for each in parts]


def held(came: Came, cells: list[str], kind: str, *, beside: bool) -> None:
    """Exactly one of: refused with the place; all read, and each that is not plain listed."""
    meanings = [meaning(each) for each in cells]
    if came.error is not None:
        place = {"csv": r"cells\.csv:\d+", "xlsx": r"cells\.xlsx .*C\d+", "parquet": r"cells\.parquet \(row \d+\)"}[
            kind
        ]
        assert re.search(place, str(came.error)), str(came.error)
        assert "revenue" in str(came.error)
        assert any(repr(each)[1:-1] in str(came.error) for each in cells), str(came.error)
        plain = len(cells) == 1 and not isinstance(meanings[0], str)
        assert not plain or (beside and re.search(r"[%‰万亿千]", cells[0])), f"refused: {came.error}"
        return
    assert "refused" not in meanings, f"{cells} was read as {came.figures}"
    known = [each for each in meanings if isinstance(each, float)]
    wanted = math.fsum(known) if known else None
    found = came.figures.get(("north", "2025-06"))
    assert (found is None) == (wanted is None), (cells, came.figures)
    assert wanted is None or math.isclose(found, wanted, rel_tol=1e-15), (cells, came.figures)
    for cell in cells:
        assert re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) or came.listed(cell), f"{cell!r} is not listed"
    json.dumps(list(came.figures.values()), allow_nan=False)


def meaning(cell: str) -> float | str | None:
    """What a cell means by the issue's own words: a number, missing, or nothing that may be read."""
    wide = {chr(each + 0xFEE0): chr(each) for each in range(0x21, 0x7F)} | {"−": "-", "￥": "¥", "\u3000": " "}
    plain = "".join(wide.get(each, each) for each in cell).strip()
    if plain.casefold() in _MARKS | _ERRORS:
        return None
    if bracket := re.fullmatch(r"\(([\d.,]+)\)", plain):
        inner = meaning(bracket[1])
        return -inner if isinstance(inner, float) else "refused"
    if scaled := re.fullmatch(
        r"[¥]?(-?[\d.,]+)\s*(%|‰|" + "|".join(sorted(_POWERS, key=len, reverse=True)) + ")?", plain
    ):
        digits, unit = scaled[1], scaled[2]
        if "," in digits and not _GROUPED.fullmatch(digits):
            return "refused"
        try:
            number = float(digits.replace(",", ""))
        except ValueError:
            return "refused"
        factor = {"%": 0.01, "‰": 0.001}.get(unit or "", _POWERS.get(unit or "", 1))
        return float(f"{number * factor:.12g}")
    try:
        number = float(plain) if re.fullmatch(r"[+-]?[\d.]+(e[+-]?\d+)?", plain, re.IGNORECASE) else math.inf
    except ValueError:
        return "refused"
    return number if 1e-12 < abs(number) < 1e26 or number == 0 else "refused"


def divided_by_nought(workbench: Workbench, text: str) -> None:
    """x/0 is missing as a ratio; against a target of 0 nothing is scored."""
    import diagnostics as dx

    top = int(text[0])
    workbench.kpi(measure="sum(revenue) / sum(cost)")
    for kind in KINDS:
        write_cells(workbench, kind, [["2025-06-01", "north", top, 0], ["2025-06-01", "south", 1, 2]])
        came = came_out(workbench)
        assert came.error is None
        assert came.figures == {("north", "2025-06"): None, ("south", "2025-06"): 0.5}
    with pytest.raises(InputError, match="target == 0, must be above 0"):
        dx.dictionary.score(1, 0)
