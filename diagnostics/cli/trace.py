"""perfloop trace: from a sentence to its figures, from a figure to its rows 「追溯命令」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.terminal import FINDINGS, Folder, PeriodText, plain


def trace(
    path: Folder,
    period: PeriodText,
    sentence: Annotated[str, typer.Option("--sentence", metavar="TEXT", help="Words of a sentence of the page.")] = "",
    kpi: Annotated[str, typer.Option("--kpi", metavar="ID", help="KPI whose figure is traced to rows.")] = "",
    entity: Annotated[str, typer.Option("--entity", metavar="ID", help="Entity; with --kpi.")] = "",
    of: Annotated[str, typer.Option("--of", metavar="PERIOD", help="Period of the figure; --period by default.")] = "",
) -> None:
    """Tell where the figures of a page's sentences stand, or a figure's rows and whether they give it."""
    from diagnostics.data.engine.child import in_child
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.errors import InputError
    from diagnostics.run.tracing_back import figure_lines, sentence_lines
    from diagnostics.run.workspace import Workspace

    engagement = load_engagement(path)
    span = engagement.calendar.parse(period).text
    run = Workspace(engagement.folder, span).current()
    if run is None:
        raise InputError(f"There is no finished run of period {span!r}; run 'perfloop run' first.")
    if bool(kpi) != bool(entity) or (sentence and kpi) or (of and not kpi):
        raise InputError("Give --sentence TEXT, or --kpi ID with --entity ID (and --of PERIOD), or none of them.")
    if not kpi:
        for line in sentence_lines(run.folder, sentence):
            typer.echo(plain(line))
        return
    when = engagement.calendar.parse(of).text if of else span
    lines = in_child(figure_lines, str(engagement.folder), str(run.folder), kpi, entity, when)
    for line in lines:
        typer.echo(plain(line))
    if lines[-1].startswith("different"):
        raise typer.Exit(FINDINGS)
