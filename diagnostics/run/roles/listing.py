"""Role templates as lines for a terminal 「岗位模板清单」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diagnostics.dictionary.scoring.table import points_line, points_table
from diagnostics.dictionary.targets import stated_values
from diagnostics.model.kpi import Kpi
from diagnostics.model.role_template import RoleTemplate
from diagnostics.model.scorecard import Item
from diagnostics.run.roles.engagement import chosen_roles, library


def roles_lines() -> Iterator[str]:
    """Every role template, a line each 「岗位模板清单」."""
    for each in library():
        yield f"{each.id:<22} {each.name.zh} · {each.name.en}  ({len(each.items)} KPIs)"


def role_lines(name: str) -> Iterator[str]:
    """One role template with weights, targets, rules, and what was corrected in the article 「岗位模板详情」.

    Raises
    ------
    UnknownNameError
        When no role is called so.
    """
    (role,) = chosen_roles([name])
    yield f"{role.id}: {role.name.zh} · {role.name.en}  {role.family}, {role.rank}"
    kpis = {each.id: each for each in role.kpis}
    for item in role.items:
        yield _item(item, kpis[item.kpi])
    yield "points stand beside 80/90/100/110/120% of the target, or as the rule has it"
    for slip in role.corrected:
        yield f"corrected: {slip.about}: {slip.what.en}"
        yield f"  the article: {slip.article_says.en}"
        yield f"  why: {slip.why.en}"
    yield from _known(role)


def _item(item: Item, kpi: Kpi) -> str:
    target = _target(item)
    worth = points_line(points_table(item.scoring, kpi.direction, target))
    told = "no target" if target is None else f"target {target:,.12g}"
    core = ", core" if item.core else ""
    scored = f"{item.scoring.rule}: {worth}{core}"
    return f"  {100 * item.weight:>3.0f}%  {kpi.name.zh} · {kpi.name.en}  {told} a {kpi.cycle}, {scored}"


def _target(item: Item) -> Any:
    stated = stated_values(item.targets.target) if item.targets is not None else ()
    return stated[0] if len(stated) == 1 else None


def _known(role: RoleTemplate) -> Iterator[str]:
    for each in role.lint:
        yield f"check will say: {each.code} {each.about}".rstrip() + f": {each.why.en}"
