"""The four execution traps: tests over figures and records, each with its rule 「四大执行陷阱」."""

from diagnostics.loop.diagnose.traps.detect import detect_traps, traps_of

__all__ = ["detect_traps", "traps_of"]
