"""perfloop practices: what a firm learned from closed measures 「实践库命令」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, plain

practices = typer.Typer(
    help="What a firm learned from closed measures: cards, records, what to expect.", no_args_is_help=True
)
Library = Annotated[
    Path | None,
    typer.Option("--in", metavar="FOLDER", help="The firm's library; the variable PERFLOOP_PRACTICES by default."),
]
Spoken = Annotated[str, typer.Option("--language", help="Language: zh or en.")]


@practices.command("add")
def practices_add(
    path: Folder,
    measure: Annotated[str, typer.Option("--measure", metavar="ID", help="Measure that becomes a card.")] = "",
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="The firm's library; the variable PERFLOOP_PRACTICES by default."),
    ] = None,
    period: Annotated[str, typer.Option("--period", help="Period whose run is read; the latest by default.")] = "",
    industry: Annotated[
        str, typer.Option("--industry", metavar="NAME", help="Line of business, such as wellness.")
    ] = "",
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="MEASURE=KIND", help="Kind of a measure, to find its like.")
    ] = None,
    kpi_as: Annotated[
        list[str] | None, typer.Option("--kpi-as", metavar="KPI=NAME", help="The firm's own name of a client's KPI.")
    ] = None,
    words: Annotated[
        Path | None, typer.Option("--words", metavar="FILE", help="Yaml with words of the card: title, cause, done …")
    ] = None,
) -> None:
    """Record every closed measure of an engagement, and make a card of one that worked."""
    from diagnostics.run.practice_library.library import Asked, add_practices
    from diagnostics.run.practice_library.listing import added_lines, filing_of

    asked = Asked(measure, words, filing_of(industry, kind or (), kpi_as or ()))
    for line in added_lines(add_practices(path, asked, to, period)):
        typer.echo(plain(line))


@practices.command("list")
def practices_list(folder: Library = None, language: Spoken = "zh") -> None:
    """List the cards."""
    from diagnostics.dictionary.practices.search import Wanted
    from diagnostics.run.practice_library.listing import card_lines

    for line in card_lines(folder, "", Wanted(), language):
        typer.echo(plain(line))


@practices.command("search")
def practices_search(
    query: Annotated[str, typer.Argument(metavar="[QUERY]", help="Words in Chinese or English.")] = "",
    folder: Library = None,
    language: Spoken = "zh",
    cause: Annotated[str, typer.Option("--cause", metavar="WORDS", help="Words that its cause holds.")] = "",
    dimension: Annotated[str, typer.Option("--dimension", help="skills, process, incentive or culture.")] = "",
    industry: Annotated[str, typer.Option("--industry", help="Line of business.")] = "",
    kpi: Annotated[str, typer.Option("--kpi", help="KPI that it moved.")] = "",
    at_least: Annotated[
        float, typer.Option("--at-least", metavar="SHARE", help="Least improvement: 0.05 is 5 % or 5 points.")
    ] = 0.0,
) -> None:
    """Find cards by words, cause, KPI, industry, dimension and effect, the best first."""
    from diagnostics.dictionary.practices.search import Wanted
    from diagnostics.run.practice_library.listing import card_lines

    wanted = Wanted(dimension=dimension, industry=industry, kpi=kpi, cause=cause, at_least=at_least)
    for line in card_lines(folder, query, wanted, language):
        typer.echo(plain(line))


@practices.command("show")
def practices_show(
    key: Annotated[str, typer.Argument(metavar="ID", help="Card.")], folder: Library = None, language: Spoken = "zh"
) -> None:
    """Show a card as a guideline."""
    from diagnostics.run.practice_library.export import guideline_text

    for line in guideline_text(folder, key, language).splitlines():
        typer.echo(plain(line))


@practices.command("export")
def practices_export(
    key: Annotated[str, typer.Argument(metavar="[ID]", help="Card; all cards and records where absent.")] = "",
    form: Annotated[str, typer.Option("--as", help="md or html for a card, csv or xlsx for all.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The file; here by default.")] = None,
    folder: Library = None,
    language: Spoken = "zh",
) -> None:
    """Write a card as a guideline, or all of them as a table; the last line is the path."""
    from diagnostics.run.practice_library.export import export

    typer.echo(plain(str(export(folder, key, form, out, language))))


@practices.command("outcomes")
def practices_outcomes(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="Kind of measure; all where absent.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write a page for each kind and KPI there.")
    ] = None,
    folder: Library = None,
    language: Spoken = "zh",
    kpi: Annotated[str, typer.Option("--kpi", help="Only of this KPI.")] = "",
) -> None:
    """Say what measures of a kind did, those that failed included, and what to expect of the next."""
    from diagnostics.run.practice_library.outcomes import outcome_lines

    for line in outcome_lines(folder, (kind, kpi), out, language):
        typer.echo(plain(line))


@practices.command("verify")
def practices_verify(path: Folder, folder: Library = None) -> None:
    """Hold the library's records of an engagement to its runs; exit code 1 when one differs."""
    from diagnostics.run.practice_library.verify import differences

    found = differences(path, folder)
    for line in found:
        typer.echo(plain(line))
    if found:
        raise typer.Exit(1)
    typer.echo("every record is as the engagement's run has it")
