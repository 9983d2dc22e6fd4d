"""perfloop dictionary 「命令组」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, plain

dictionary = typer.Typer(help="The dictionary of KPIs: as a workbook, and as a page.", rich_markup_mode=None)


@dictionary.callback()
def _group() -> None:
    """The dictionary of KPIs: as a workbook, and as a page."""


@dictionary.command("export")
def dictionary_export(
    path: Folder,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.xlsx", help="The workbook; reports/dictionary.xlsx by default."),
    ] = None,
) -> None:
    """Write KPIs, scorecards, targets and entities as one workbook to edit; the last line is its path."""
    from diagnostics.run.dictionary_exchange import export_dictionary

    typer.echo(plain(str(export_dictionary(path, to))))


@dictionary.command("import")
def dictionary_import(
    path: Folder,
    workbook: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook, edited.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Merge an edited workbook into the files; exit code 1 for conflicts (nothing is written then) and new errors."""
    from diagnostics.dictionary.exchange.listing import change_lines, conflict_lines
    from diagnostics.run.dictionary_exchange import import_dictionary
    from diagnostics.run.listing import finding_lines

    plan = import_dictionary(path, workbook, dry_run=dry_run)
    for line in (*conflict_lines(plan), *change_lines(plan)):
        typer.echo(plain(line))
    if plan.conflicts:
        count = len(plan.conflicts)
        typer.echo(f"{count} conflict{'s' * (count != 1)}; nothing was written")
        raise typer.Exit(FINDINGS)
    if plan.findings:
        typer.echo("check finds in the merged dictionary, and not in the files as they are:")
        for line in finding_lines(plan.findings):
            typer.echo(plain(line))
    told = "would change" if dry_run else "changed"
    typer.echo(f"{', '.join(plan.texts)} {told}" if plan.texts else "nothing to change")
    if any(each.severity == "error" for each in plan.findings):
        raise typer.Exit(FINDINGS)


@dictionary.command("page")
def dictionary_page(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.html", help="The page; reports/dictionary.html by default.")
    ] = None,
) -> None:
    """Write the dictionary as a page to read; the last line is its path."""
    from diagnostics.run.dictionary_page import write_dictionary_page

    typer.echo(plain(str(write_dictionary_page(path, to))))


@dictionary.command("build")
def dictionary_build(
    path: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.xlsx", help="The workbook; reports/kpi_build.xlsx by default.")
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Period for which scorecards and targets hold.")] = "",
) -> None:
    """Write the KPI sheet with the six steps behind it; exit code 1 while errors are unresolved."""
    from diagnostics.run.dictionary_exchange import export_build
    from diagnostics.run.listing import finding_lines
    from diagnostics.terms import say

    target, found = export_build(path, to, period)
    for step in found.steps:
        typer.echo(plain(f"{say(f'kpi_build.step.{step.id}', 'en')}: {step.why('en') or step.told('en')}"))
    for line in finding_lines(found.unresolved) if found.unresolved else ():
        typer.echo(plain(line))
    typer.echo(plain(found.summary("en")))
    typer.echo(plain(str(target)))
    if found.unresolved:
        raise typer.Exit(FINDINGS)


@dictionary.command("roles")
def dictionary_roles(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Role to show whole; all are listed without.")] = "",
) -> None:
    """List the role templates that 'perfloop new --role' takes, or show one with what was corrected in it."""
    from diagnostics.run.roles.listing import role_lines, roles_lines

    for line in role_lines(name) if name else roles_lines():
        typer.echo(plain(line))


@dictionary.command("sign")
def dictionary_sign(
    path: Folder,
    party: Annotated[str, typer.Option("--party", metavar="WHO", help="Who signs: an id of 'people'.")],
    what: Annotated[str, typer.Option("--what", help="charter, dictionary or scorecard:ID.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of the signature.")],
    note: Annotated[str, typer.Option("--note", help="Where the signed paper lies.")] = "",
) -> None:
    """Record that somebody signed the charter, the dictionary or a scorecard as it is now."""
    from diagnostics.run.signing import SHORT, sign

    made = sign(path, party, what, on, note)
    typer.echo(plain(f"{made.what} {made.hash[:SHORT]} signed by {made.party} on {made.on}"))


@dictionary.command("signatures")
def dictionary_signatures(path: Folder) -> None:
    """List who signed what, what has changed since, and who is still to sign."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.signing import signature_lines

    for line in signature_lines(load_engagement(path)):
        typer.echo(plain(line))
