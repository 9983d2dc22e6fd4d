"""Notebooks that still hold what they showed: a hook refuses them before they are committed 「笔记本输出检查」."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path


def outputs_in(path: Path) -> Iterator[str]:
    """Cells of a notebook that hold outputs or counts, each in a line 「含输出的单元格」.

    Parameters
    ----------
    path : Path
        The notebook; what can't be read as one is told too, for nobody can say what it holds.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells, start=1):
            if cell.get("outputs"):
                yield f"{path.name}: cell {number} holds outputs"
            elif cell.get("execution_count") is not None:
                yield f"{path.name}: cell {number} holds its count"
            elif cell.get("attachments"):
                yield f"{path.name}: cell {number} holds an attachment"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield f"{path.name}: no notebook that can be read"


def main(names: Sequence[str]) -> int:
    """Exit code for a hook: 1 where a notebook holds anything it showed, and says where 「钩子入口」."""
    found = [line for name in names for line in outputs_in(Path(name))]
    if found:
        found.append("Clear them first: jupyter nbconvert --clear-output --inplace FILE.ipynb")
        sys.stderr.write("\n".join(found) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
