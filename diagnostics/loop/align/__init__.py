"""Step 1: goals, metrics and targets that a company agrees on 「共识重塑」."""

from diagnostics.loop.align.agreement import review, save
from diagnostics.loop.align.kpi_build import build_kpis, save_build, write_build
from diagnostics.loop.align.targets.next_round import next_targets
from diagnostics.loop.align.targets.proposal import propose_target
from diagnostics.loop.align.targets.recalibration import propose_targets, recalibrate
from diagnostics.loop.align.targets.review import review_kpis
from diagnostics.loop.align.targets.switch import strategy_switch

__all__ = [
    "build_kpis", "next_targets", "propose_target", "propose_targets", "recalibrate", "review", "review_kpis", "save",
    "save_build", "strategy_switch", "write_build",
]  # fmt: skip
