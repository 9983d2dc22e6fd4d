"""perfloop ledger meeting and decisions: what meetings go by and decide 「例会命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, plain

meetings = typer.Typer(rich_markup_mode=None)


@meetings.command("meeting")
def ledger_meeting(
    path: Folder,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of the meeting; today by default.")] = "",
    period: Annotated[
        str, typer.Option("--period", help="Period whose run is shown; the latest that is over by default.")
    ] = "",
) -> None:
    """Write the page and the minutes sheet of a meeting into meetings/DATE; the last two lines are their paths."""
    from diagnostics.run.meeting import write_meeting

    made = write_meeting(path, on, period)
    if made.kept:
        typer.echo(f"{made.minutes.name} was filled in already and stays as it is; import it with 'ledger import'")
    typer.echo(plain(str(made.page)))
    typer.echo(plain(str(made.minutes)))


@meetings.command("decisions")
def ledger_decisions(
    path: Folder,
    day: Annotated[str, typer.Option("--on", metavar="DATE", help="As of which day; today by default.")] = "",
) -> None:
    """List what meetings decided and how each decision stands."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.run.decision_listing import decision_lines
    from diagnostics.run.ledger.entries import day_of

    engagement = load_engagement(path)
    as_of = day_of(engagement, day)
    for line in decision_lines(open_ledger(engagement).decisions(as_of).values(), as_of, engagement.language):
        typer.echo(plain(line))
