"""Parts of a KPI that stand in a sheet and could not be read: nothing is found missing there 「已写未读的部分」."""

from __future__ import annotations

from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.period_words import other_cycle
from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.loop.align.checkup.tables import SheetTable
from diagnostics.loop.align.checkup.target_text import TargetRead

# What a column may hold whose heading says nothing, by what its cells look like.
_MAY: dict[str, tuple[Role, ...]] = {
    "figures": ("weight", "target"),
    "points": ("scoring",),
    "texts": ("scoring", "source", "owner", "definition", "cycle"),
}
# Findings about a KPI by the part that they need.
NEEDS: dict[str, tuple[str, ...]] = {
    "target_missing": ("target", "name"), "scoring_missing": ("scoring",), "scoring_open": ("name",),
    "PD105": ("owner",), "PD106": ("source",), "PD107": ("definition", "name"), "PD113": ("target", "scoring"),
    "PD116": ("target",), "PD118": ("name",), "PD119": ("target", "name"), "PD121": ("cycle",), "PD122": ("name",),
    "PD123": ("target",), "PD124": ("name",), "PD125": ("target",), "wrong_way": ("target",),
    "weight_missing": ("weight",), "judged": ("name",),
}  # fmt: skip


def unread_parts(line: Line, table: SheetTable, target: TargetRead, scoring: ScoringRead) -> set[str]:
    """Parts of a KPI of which something stands there and is not understood 「已写未读的部分」.

    Parameters
    ----------
    line : Line
        As the sheet writes it.
    table : SheetTable
        For columns that nobody understood.
    target, scoring : TargetRead, ScoringRead
        What could be read.
    """
    found: set[str] = {role for each in table.unknown for role in _MAY[each.holds] if role not in table.roles}
    if not line.name:
        found.add("name")
    if target.value is None and target.why in {"partly", "decimal", "share", "change"}:
        found.add("target")
    if scoring.kind == "words":
        found.add("scoring")
    told = (line.texts.get("cycle", ""), line.texts.get("target", ""), line.name, table.other_cycle)
    if any(other_cycle(each) for each in told):
        found.add("cycle")
    return found | ({"weight"} if line.texts.get("weight") else set())
