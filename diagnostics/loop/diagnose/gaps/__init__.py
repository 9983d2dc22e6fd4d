"""Gaps of KPIs to target, period before, year before and peers 「差距比较」."""

from diagnostics.loop.diagnose.gaps.compare import compare

__all__ = ["compare"]
