"""Example data of a role: made-up months that look like its work 「岗位示例数据」."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from random import Random

from diagnostics.model.role_template import ExampleColumn, RoleTemplate

# Months of the starter's data too; posts enough that a figure over all of them is about five people or more.
FIRST_YEAR = 2024
MONTHS = 18
POSTS = 6


def post_ids(role: RoleTemplate) -> tuple[str, ...]:
    """Ids of the example posts of a role 「示例岗位编号」.

    They are made up: six posts, so that none of their common figures is about fewer than five people.
    """
    return tuple(f"{role.id}_{number}" for number in range(1, POSTS + 1))


def example_csv(role: RoleTemplate, seed: int = 0) -> str:
    """Example data of a role as CSV: a row a post and month 「岗位示例数据」.

    Parameters
    ----------
    seed : int
        The same seed gives the same bytes on every machine.
    """
    # The role's id keeps two roles of one engagement from moving together; text seeds are the same everywhere.
    draws = Random(f"{seed} {role.id}")  # noqa: S311 (made-up data, no secret)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["date", "post", *(each.name for each in role.source.columns)])
    skill = {post: 1 + 0.06 * draws.gauss(0, 1) for post in post_ids(role)}
    for month in _months():
        for post in post_ids(role):
            writer.writerow([month, post, *_row(role.source.columns, skill[post], draws)])
    return buffer.getvalue()


def _months() -> Iterator[str]:
    for number in range(MONTHS):
        yield f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}-01"


def _row(columns: Iterable[ExampleColumn], skill: float, draws: Random) -> list[int | float]:
    told: dict[str, int | float] = {}
    for column in columns:
        scale = 1.0 if column.of is None else float(told[column.of])
        # What a post does by itself moves with its skill; shares of it move by chance alone.
        own = skill if column.of is None else 1.0
        drawn = max(0.0, column.like * own * (1 + column.spread * draws.gauss(0, 1))) * scale
        if column.of is not None and column.like <= 1:
            drawn = min(drawn, scale)
        # Small figures that stand for themselves, such as days, keep a decimal.
        told[column.name] = round(drawn, 1) if column.of is None and column.name.endswith("_days") else round(drawn)
    return list(told.values())
