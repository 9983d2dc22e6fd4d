"""Which code a figure was computed with 「代码指纹」."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
# All that an estimate and its verdict pass through. What only words or draws them changes no figure.
CODE = ("diagnostics/loop/track/effect", "diagnostics/model/reml.py", "diagnostics/model/detection.py",
        "diagnostics/model/effect.py", "diagnostics/model/period.py",
        "tests/calibration/series.py", "tests/calibration/methods.py", "tests/calibration/usual.py")  # fmt: skip
WORDS = ("wording.py", "words.py", "figure.py")
LIBRARIES = ("numpy", "scipy", "statsmodels", "pandas")


def fingerprint(root: Path = ROOT, code: Iterable[str] = CODE) -> str:
    """Twelve letters that change with the code that computes figures, and with no comment in it."""
    files = _files(root, tuple(code))
    return _of(root, tuple((each, each.stat().st_mtime_ns, each.stat().st_size) for each in files))


@cache
def _of(root: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    """Of files as they stand: looked at anew only where one was written since."""
    found = hashlib.sha256(" ".join(f"{each} {version(each)}" for each in LIBRARIES).encode())
    for file, *_ in files:
        found.update(f"{file.relative_to(root)}\n{_bare(file.read_text(encoding='utf-8'))}\n".encode())
    return found.hexdigest()[:12]


def _files(root: Path, code: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for each in code:
        place = root / each
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [each for each in found if each.name not in WORDS]


def _bare(source: str) -> str:
    """Code without comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
