"""perfloop check 「检查」."""

from __future__ import annotations

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, plain


def check(path: Folder) -> None:
    """Check an engagement's files; exit code 1 when there are errors that nobody muted."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.listing import finding_lines, muted_lines
    from diagnostics.run.request.lines import sent_lines
    from diagnostics.run.whole_check import heard_of

    engagement = load_engagement(path)
    heard = heard_of(engagement)
    muted = muted_lines(heard.muted, engagement.settings.people)
    for line in (*sent_lines(engagement), *muted, *finding_lines(heard.open)):
        typer.echo(plain(line))
    if any(each.severity == "error" for each in heard.open):
        raise typer.Exit(FINDINGS)
