"""perfloop playbooks 「诊断剧本」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import plain, whole


def playbooks(
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Playbook to explain; all are listed without.")] = "",
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="Engagement to hold it against.", show_default=False)
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language: zh or en; the engagement's by default.")] = "",
) -> None:
    """List the questions that perfloop knows how to answer, or explain one: needs, steps, how to read it."""
    from diagnostics.run.playbooks.listing import explained, listed

    lines = explained(name, None if path is None else whole(path), language) if name else listed(language)
    for line in lines:
        typer.echo(plain(line))
