"""perfloop evidence 「命令组」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, plain

evidence = typer.Typer(help="Field work: causes, evidence, interviews and whys as a workbook.", rich_markup_mode=None)


@evidence.callback()
def _group() -> None:
    """Field work: causes, evidence, interviews and whys as a workbook."""


@evidence.command("export")
def evidence_export(
    path: Folder,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.xlsx", help="The workbook; in the engagement's evidence/ by default."),
    ] = None,
) -> None:
    """Write what is known so far as one workbook to fill in; the last line is its path."""
    from diagnostics.run.field_work import export_work

    typer.echo(plain(str(export_work(path, to))))


@evidence.command("import")
def evidence_import(
    path: Folder,
    workbook: Annotated[Path, typer.Option("--from", metavar="FILE.xlsx", help="The workbook, filled in.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Rows that are gone from the workbook go from the files too.")
    ] = False,
) -> None:
    """Merge a filled workbook into evidence/; exit code 1 for conflicts (nothing is written then)."""
    from diagnostics.dictionary.field_work.listing import change_lines, conflict_lines, kept_lines
    from diagnostics.run.field_work import import_work, lacking_columns

    plan = import_work(path, workbook, dry_run=dry_run, delete=delete)
    for line in (*conflict_lines(plan), *change_lines(plan), *kept_lines(plan)):
        typer.echo(plain(line))
    if plan.conflicts:
        count = len(plan.conflicts)
        typer.echo(f"{count} conflict{'s' * (count != 1)}; nothing was written")
        raise typer.Exit(FINDINGS)
    told = "would change" if dry_run else "changed"
    typer.echo(f"{', '.join(plan.texts)} {told}" if plan.texts else "nothing to change")
    for line in () if dry_run or not plan.texts else lacking_columns(path):
        typer.echo(plain(line))


@evidence.command("guide")
def evidence_guide(
    path: Folder,
    number: Annotated[int, typer.Option("--round", help="1 before any data; 2 from the open hypotheses.")] = 1,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="A workbook (.xlsx) or a page (.html); in evidence/ by default."),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="zh or en; the engagement's own by default.")] = "",
) -> None:
    """Write the guide for a round of interviews; the last line is its path."""
    from diagnostics.run.interview_guide import write_guide

    typer.echo(plain(str(write_guide(path, number, to, language))))
