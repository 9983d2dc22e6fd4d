"""What commands share: arguments, and text that is safe on a terminal 「终端」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.look.on_terminal import plain

__all__ = ["FINDINGS", "Folder", "NoWarm", "PeriodText", "plain", "whole"]


def whole(path: Path) -> Path:
    """Folder whose files fit each other 「完整的文件夹」: what a killed import left is finished or undone before."""
    from diagnostics.run.lock import finish_killed

    finish_killed(path)
    return path


def _plain_kernels(asked: bool) -> bool:
    """Plain kernels for this process and what it starts, where they are asked for."""
    if asked:
        from diagnostics.run.warm.choice import no_warm

        no_warm()
    return asked


Folder = Annotated[Path, typer.Argument(metavar="PATH", help="Folder of the engagement.", callback=whole)]
PeriodText = Annotated[str, typer.Option("--period", help="Period, such as 2025-08, 2025Q3, FY2025, 2025-W05.")]
NoWarm = Annotated[
    bool,
    typer.Option("--no-warm", help="Start each kernel as a process of its own.", callback=_plain_kernels),
]
# Exit code where a command completed and what it looked for is there: errors of check, differences of verify.
FINDINGS = 1
