"""Lint rules for dictionaries and scorecards, one a file 「检查规则」."""

from diagnostics.dictionary.rules.registry import RULES

__all__ = ["RULES"]
