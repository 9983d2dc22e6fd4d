"""The commands of perfloop, each a few lines over a function of another room 「命令」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.check import check
from diagnostics.cli.data import data
from diagnostics.cli.dictionary import dictionary
from diagnostics.cli.evidence import evidence
from diagnostics.cli.handover import handover, questions
from diagnostics.cli.lab import app as served
from diagnostics.cli.lab import lab
from diagnostics.cli.ledger import ledger
from diagnostics.cli.new import new
from diagnostics.cli.notes import notes
from diagnostics.cli.playbooks import playbooks
from diagnostics.cli.practices import practices
from diagnostics.cli.publish import publish
from diagnostics.cli.purge import purge
from diagnostics.cli.request import request
from diagnostics.cli.run import demo, plan, run
from diagnostics.cli.terminal import plain
from diagnostics.cli.trace import trace
from diagnostics.cli.verify import verify
from diagnostics.cli.workshop import workshop

app = typer.Typer(
    help="Performance diagnosis in five steps: align, diagnose, intervene, track, close.",
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
for told in (new, check, plan, run, demo):
    app.command()(told)
app.add_typer(data, name="data")
app.add_typer(dictionary, name="dictionary")
app.add_typer(evidence, name="evidence")
app.add_typer(ledger, name="ledger")
app.add_typer(notes, name="notes")
app.add_typer(practices, name="practices")
app.add_typer(workshop, name="workshop")
app.command("playbooks")(playbooks)
app.command("publish")(publish)
app.command("request")(request)
app.command("verify")(verify)
app.command("lab")(lab)
app.command("app")(served)
app.command("trace")(trace)
app.command("handover")(handover)
app.command("questions")(questions)
app.command("purge")(purge)


@app.command()
def checkup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="KPI sheet: .xlsx, .xls or .csv.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.html", help="The page; FILE.checkup.html by default.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="Language of the page: zh or en; that of the sheet by default.")
    ] = "",
    encoding: Annotated[
        str,
        typer.Option("--encoding", help="What a .csv is written in, such as gb18030; told by its bytes by default."),
    ] = "",
) -> None:
    """Examine a KPI sheet alone, without client data; the last line is the path of the page."""
    from diagnostics.run.checkup import check_up, checkup_lines

    path, found, told = check_up(file, out, language, encoding)
    for line in checkup_lines(found, told):
        typer.echo(plain(line))
    typer.echo(plain(str(path)))


@app.command()
def version() -> None:
    """Print the version."""
    from diagnostics.run.version import version as installed

    typer.echo(installed())
