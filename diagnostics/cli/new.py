"""perfloop new 「新建项目」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import plain


def new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder to make; it must not exist or be empty.")],
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Table (.csv, .tsv, .parquet, .xls, .xlsx) to propose it from."),
    ] = None,
    order: Annotated[
        str, typer.Option("--date-order", metavar="ORDER", help="Order of days such as 03/04/2025: ymd, mdy or dmy.")
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help="Currency of the table's money; CNY by default.")
    ] = "",
    decimal: Annotated[
        str, typer.Option("--decimal", metavar="SIGN", help="Sign before decimals: ',' where 1.234,56 is 1234.56.")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="Year of months and days written without one.")
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option("--scale", metavar="COLUMN=SCALE", help="Scale of a column's figures, such as 销售额=万元."),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="NAME", help="Role template to take; see 'perfloop dictionary roles'."),
    ] = None,
    playbook: Annotated[
        str, typer.Option("--playbook", metavar="ID", help="Playbook to follow; see 'perfloop playbooks'.")
    ] = "",
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="QUESTION=ANSWER", help="Answer to one of the six questions; see the guide."),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Follow the playbook that the answers propose.")] = False,
    language: Annotated[str, typer.Option("--language", help="Language of the questions: zh or en.")] = "zh",
) -> None:
    """Make the folder of a new engagement; on a terminal six questions propose its path."""
    from diagnostics.cli.path_choice import choose, note_choice
    from diagnostics.run.proposal.told import told
    from diagnostics.run.scaffold import free_name, open_questions, scaffold
    from diagnostics.terms import say

    free_name(path)
    choice = choose(answer or (), language, playbook, accept=accept)
    followed = choice.playbook if choice else playbook
    scaffold(path, source, told(order, currency, decimal, year, scale or ()), role or (), followed)
    if choice:
        note_choice(path, choice)
        if choice.playbook not in ("", choice.proposed):
            typer.echo(plain(choice.told()))
    for question in open_questions(path):
        typer.echo(plain(f"to confirm: {question}"))
    # Whoever was asked hears the end in the language of the questions.
    typer.echo(say("path.told.charter", choice.language if choice else "en"))
    typer.echo(f"{path}")
