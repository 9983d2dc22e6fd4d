"""Lint rules for dictionaries and scorecards, one a file 「检查规则」."""

from diagnostics.dictionary.rules.registry import NEED_FIGURES, RULES

__all__ = ["NEED_FIGURES", "RULES"]
