"""Step 2: how large the gap is and where it comes from 「精准诊断」."""

from diagnostics.loop.diagnose.causes import causes, test_cause
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.decompose_tree import decompose_tree
from diagnostics.loop.diagnose.expected import expect
from diagnostics.loop.diagnose.field_work.pareto import pareto
from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.leading import lead_lag
from diagnostics.loop.diagnose.losses import losses, save_losses
from diagnostics.loop.diagnose.signal import signals
from diagnostics.loop.diagnose.slices.locate import locate
from diagnostics.loop.diagnose.step import diagnose, save
from diagnostics.loop.diagnose.traps import detect_traps

__all__ = [
    "causes", "compare", "decompose", "decompose_tree", "detect_traps", "diagnose", "expect", "lead_lag", "locate",
    "losses", "pareto", "save", "save_losses", "signals", "test_cause",
]  # fmt: skip
