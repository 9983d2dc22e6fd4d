"""perfloop publish and perfloop verify 「发布与核验」."""

from __future__ import annotations

from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, NoWarm, PeriodText, plain


def publish(
    path: Folder,
    period: PeriodText,
    step: Annotated[
        str, typer.Option("--step", "--steps", help="all, or some of align,diagnose,intervene,track,close.")
    ] = "close",
    audience: Annotated[
        str, typer.Option("--audience", help="Some of leadership,client,consultant,party:ID.")
    ] = "leadership",
    forms: Annotated[str, typer.Option("--as", metavar="FORMS", help="Some of html,pdf,png,pptx.")] = "html",
    crate: Annotated[
        bool, typer.Option("--ro-crate", help="Write ro-crate-metadata.json beside the manifest.")
    ] = False,
    _no_warm: NoWarm = False,
) -> None:
    """Publish pages of a complete run, all or none; the lines are their paths."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.interrupt import termination_as_interrupt
    from diagnostics.run.listing import near
    from diagnostics.run.note_reading import warning_lines
    from diagnostics.run.publishing.publish import Asked, publish
    from diagnostics.run.publishing.since import told_of

    with termination_as_interrupt():
        for each in publish(path, period, Asked(step, audience, forms, crate)):
            typer.echo(plain(near(each)))
    engagement = load_engagement(path)
    for line in (*warning_lines(engagement, period), *told_of(engagement, period)):
        typer.echo(plain(f"perfloop: {line}"), err=True)
