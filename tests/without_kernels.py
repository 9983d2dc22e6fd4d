"""The loop's own notebooks without kernels: their cells run in the process of the tests, in seconds less.

Real kernels run the demo and whatever a test starts as a command; here every figure and the page are the real ones.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from diagnostics.run.assets import asset
from diagnostics.run.carry_out import Outcome, carry_out
from diagnostics.run.notebook_format import import_nbformat
from diagnostics.run.progress import Progress
from diagnostics.run.steps import Step

nbformat = import_nbformat()


def execute_here(step: Step, staging: Path, engagement: Path, parameters: Mapping[str, Any], on_cell: Any) -> float:
    """Run the cells of a step's notebook one after the other; the executed notebook keeps what they show."""
    from matplotlib import pyplot as plt

    notebook = nbformat.read(asset(step.notebook), as_version=4)
    shown: list[Any] = []
    names: dict[str, Any] = {"display": lambda data, **_: shown.append(data)}
    for cell in (each for each in notebook.cells if each.cell_type == "code"):
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            result = _run_cell(cell.source, names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= {**parameters, "engagement": str(engagement), "run": str(staging)}
        # A figure has the method and gives nothing.
        if html := getattr(result, "_repr_html_", lambda: None)():
            shown.append({"text/html": html})
        cell.outputs = [nbformat.v4.new_output("display_data", data=each) for each in shown]
        shown.clear()
        with (staging / "logs" / f"{step.name}.log").open("a", encoding="utf-8") as log:
            log.write(told.getvalue())
    plt.close("all")
    nbformat.write(notebook, staging / "notebooks" / step.file)
    return 0.1


def _run_cell(source: str, names: dict[str, Any]) -> Any:
    """Value of a cell's last line, as a notebook would show it."""
    tree = ast.parse("\n".join("" if line.startswith("%") else line for line in source.splitlines()))
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(last, "cell", "eval"), names) if last else None


@contextmanager
def without_kernels() -> Iterator[None]:
    """Steps run in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.run.carry_out.execute", execute_here)
        yield


def loop_here(folder: Path, period: str) -> Outcome:
    """Finished loop over an engagement, run in this process."""
    with without_kernels():
        return carry_out(folder, period, progress=Progress(io.StringIO()))
