"""Header of a KPI table: one row, or two where headings are merged 「指标表头」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.loop.align.checkup.column_words import Role, heading_role, is_header, settle
from diagnostics.loop.align.checkup.sheet_view import SheetView

POINTS = re.compile(
    r"扣|加分|得分|满分|不得|计分|\d\s*分|打分|评分|评价|完成率|达成率|权重|每[低高少多超增减延]|\bpoints?\b|deduct|weight",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """Header of a KPI table 「指标表头」.

    Parameters
    ----------
    row, depth : int
        First row, and how many.
    labels : dict
        Headings by column; those of two rows put together.
    roles : dict
        What columns hold, as far as headings tell.
    """

    row: int
    depth: int
    labels: dict[int, str]
    roles: dict[int, Role]


def headers(view: SheetView) -> Iterator[Header]:
    """Headers of a sheet, in order 「查找表头」."""
    row = 0
    while row < view.height:
        header = header_at(view, row)
        if header is not None:
            yield header
        row += header.depth if header is not None else 1


def header_at(view: SheetView, row: int) -> Header | None:
    """Header that begins at a row: one row, or two where headings are merged over or beside each other 「此行表头」."""
    first = [view.text(row, column) for column in range(view.width)]
    # A row that is one merged title has words of a header too: 2025 年销售部 KPI 目标权重表.
    if len(set(filter(None, first))) < 2:
        return None
    one = {column: role for column, text in enumerate(first) if (role := heading_role(text))}
    two = _two(view, row, first)
    if two is not None:
        return two
    return Header(row, 1, dict(enumerate(first)), one) if _heads(first) else None


def _heads(labels: Iterable[str]) -> bool:
    """Whether most of different labels are headings, and those of a KPI sheet."""
    roles = [heading_role(each) for each in dict.fromkeys(filter(None, labels))]
    known = [each for each in roles if each is not None]
    return 2 * len(known) >= len(roles) and is_header(known)


def _two(view: SheetView, row: int, first: list[str]) -> Header | None:
    merges = [view.merge(row, column) for column in range(view.width)]
    beside = any(each and each.right > each.left and each.bottom == row for each in merges)
    over = any(each and each.bottom == row + 1 and each.top == row for each in merges)
    if row + 1 >= view.height or not (beside or over):
        return None
    second = [view.text(row + 1, column) for column in range(view.width)]
    labels = {
        column: upper if upper == lower else f"{upper}{lower}" if not upper.isascii() else f"{upper} {lower}".strip()
        for column, (upper, lower) in enumerate(zip(first, second, strict=True))
    }
    told = [each for each in second if each]
    if not over and _heads(told) and (len(set(told)) < len(told) or not any(heading_role(each) for each in first)):
        # What stands above are the people of tables beside each other, or a title, and no part of the headings.
        return None
    below = [heading_role(each) for each, upper in zip(second, first, strict=True) if each and each != upper]
    if not over and sum(each is not None for each in below) < max(1, len(below) - 1):
        return None
    roles = {column: role for column, text in labels.items() if (role := heading_role(text))}
    return Header(row, 2, labels, roles) if _heads(labels.values()) else None


def settled(view: SheetView, header: Header, start: int, end: int) -> dict[int, Role]:
    """What each column holds, by its heading and by what stands below it 「确定各列」."""
    texts = {
        column: [view.text(row, column) for row in range(start, end) if view.own(row, column)]
        for column in header.roles
    }
    fineness = {column: len(set(found)) for column, found in texts.items()}
    scores = {
        column: 3 * sum(bool(POINTS.search(each)) for each in found) > len(found) for column, found in texts.items()
    }
    return settle(_aimed(header.roles, texts), fineness, scores)


def _aimed(roles: dict[int, Role], texts: dict[int, list[str]]) -> dict[int, Role]:
    """Of several columns of targets one without any figure holds what the KPIs are for: Goal beside Goal value."""
    targets = [column for column, role in roles.items() if role == "target"]
    figured = [column for column in targets if any(re.search(r"\d", each) for each in texts[column])]
    if len(targets) < 2 or not figured:
        return roles
    return {
        column: "category" if column in targets and column not in figured else role for column, role in roles.items()
    }
