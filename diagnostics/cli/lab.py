"""perfloop lab, perfloop app: the scenario panels 「情景面板命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder

Port = Annotated[int, typer.Option("--port", metavar="PORT", help="Port; a free one by default.")]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Whether a browser is opened.")]


def lab(path: Folder, port: Port = 0, browser: Browser = True) -> None:
    """Open JupyterLab on the scenario panels, on this machine alone; Ctrl-C ends it."""
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.lab import serve_lab

    with termination_as_interrupt():
        serve_lab(path, typer.echo, port=port, browser=browser)


def app(
    path: Folder,
    port: Port = 0,
    language: Annotated[str, typer.Option("--language", help="Language of the panels: zh or en.")] = "",
    browser: Browser = True,
) -> None:
    """Serve the scenario panels as an application, on this machine alone; Ctrl-C ends it."""
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.lab import serve_app

    with termination_as_interrupt():
        serve_app(path, typer.echo, port=port, language=language, browser=browser)
