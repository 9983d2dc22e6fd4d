"""perfloop request 「资料清单」."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diagnostics.cli.terminal import Folder, plain


def request(
    path: Folder,
    language: Annotated[
        str, typer.Option("--language", help="Language of its readers: zh or en; the engagement's by default.")
    ] = "",
    due: Annotated[str, typer.Option("--due", metavar="DAY", help="Day by which everything is to be there.")] = "",
    contact: Annotated[str, typer.Option("--contact", metavar="TEXT", help="Whom the client asks.")] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE.xlsx", help="The workbook; in PATH/request by default.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a workbook that was changed since.")] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Tell what has come, and record it; the workbook stays as it is.")
    ] = False,
) -> None:
    """Write the data request for the client: a workbook with sheets to fill, and a cover text."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.run.listing import near
    from diagnostics.run.request.lines import status_lines
    from diagnostics.run.request.write import Wanted, tell_status, write_request

    engagement, wanted = load_engagement(path), Wanted(language, due, contact, to, force)
    if status:
        found, record = tell_status(engagement, wanted)
        files: tuple[Path, ...] = (record,)
    else:
        found, files = write_request(engagement, wanted)
    for line in (*status_lines(found, whole=status), *(near(each) for each in reversed(files))):
        typer.echo(plain(line))
