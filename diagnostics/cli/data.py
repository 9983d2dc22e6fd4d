"""perfloop data 「命令组」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, PeriodText, plain

data = typer.Typer(help="The client's data: versions, corrections, quality, conflicts.", rich_markup_mode=None)


@data.callback()
def _group() -> None:
    """The client's data: versions, corrections, quality, conflicts."""


@data.command("add")
def data_add(
    path: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of the client's to bring in; it is copied.")],
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Name below the data folder; the file's own by default.")
    ] = "",
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why it comes; needed where it holds less than before."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help="Who brings it.")] = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day, such as 2025-03-31; today by default.")] = "",
) -> None:
    """Bring a client file in as a new version; what was there is kept."""
    from diagnostics.run.data_versions import bring_in, note_of
    from diagnostics.run.interrupt import termination_as_interrupt

    with termination_as_interrupt():
        for line in bring_in(path, file, name, note_of(on, by, reason, path)):
            typer.echo(plain(line))


@data.command("list")
def data_list(path: Folder) -> None:
    """List the versions of the client's files; * marks the one in force."""
    from diagnostics.run.data_versions import listed

    for line in listed(path):
        typer.echo(plain(line))


@data.command("verify")
def data_verify(path: Folder) -> None:
    """Check the client's files and kept versions against their index; exit code 1 when something differs."""
    from diagnostics.run.data_versions import verified
    from diagnostics.terms.counted import counted

    lines, count = verified(path)
    for line in lines:
        typer.echo(plain(line))
    if lines:
        raise typer.Exit(FINDINGS)
    typer.echo(f"{counted(count, 'version')}, all as recorded")


@data.command("reconcile")
def data_reconcile(
    path: Folder,
    period: PeriodText,
    periods: Annotated[int, typer.Option("--periods", help="How many periods up to it, 1 to 120.")] = 12,
) -> None:
    """Hold every KPI's own figure beside its readings; exit code 1 when some lie beyond tolerance."""
    from diagnostics.data.engine.child import in_child
    from diagnostics.data.reconcile.report import reconcile

    report = in_child(reconcile, str(path), period, periods)
    for line in report.lines:
        typer.echo(plain(line))
    if report.beyond:
        raise typer.Exit(FINDINGS)


@data.command()
def quality(path: Folder, period: PeriodText) -> None:
    """Print what to verify in the data behind a period's figures, and what was converted on reading."""
    from diagnostics.data.engine.child import in_child
    from diagnostics.data.quality.report import card_lines, quality_of

    for line in card_lines(in_child(quality_of, path, period)):
        typer.echo(plain(line))


@data.command("restated")
def data_restated(path: Folder, period: PeriodText) -> None:
    """Show which published figures of a period come out otherwise now."""
    from diagnostics.run.listing import restatement_lines
    from diagnostics.run.pinning import restated

    for line in restatement_lines(restated(path, period)):
        typer.echo(plain(line))


@data.command("unmatched")
def data_unmatched(
    path: Folder,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE.csv", help="Sheet to fill in; it must not exist.")
    ] = None,
) -> None:
    """List every name in the sources that no entity bears, with a proposal; exit code 1 when there are some."""
    from diagnostics.data.engine.child import in_child
    from diagnostics.data.observe.stranger_lines import unmatched_names, write_sheet

    report = in_child(unmatched_names, str(path))
    for line in report.lines:
        typer.echo(plain(line))
    if write is not None:
        write_sheet(write, report.sheet)
        typer.echo(f"{write}")
    if report.count:
        raise typer.Exit(FINDINGS)
