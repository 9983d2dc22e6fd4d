"""The dictionary as one self-contained page 「导出字典页面」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.platform import write_whole

DEFAULT = Path("reports") / "dictionary.html"


def write_dictionary_page(path: Path, to: Path | None = None) -> Path:
    """Write the page of an engagement's dictionary 「写字典页面」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The page, reports/dictionary.html of the engagement by default; one that is there is replaced.

    Raises
    ------
    InputError
        When the engagement can't be opened, its folder is not there, or its name ends in something else than
        .html.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.load import load_engagement

    if to is not None and to.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--to {str(to)!r}, must end in .html.")
    if to is not None and not to.absolute().parent.is_dir():
        raise InputError(f"--to {str(to)!r}: there is no folder {str(to.parent)!r}; make it, or name another.")
    engagement = load_engagement(path)
    from diagnostics.dictionary.page.content import dictionary_page
    from diagnostics.run.exporter import render

    target = to or engagement.folder / DEFAULT
    html = render(dictionary_page(engagement))
    try:
        write_whole(target, html.encode("utf-8"))
    except OSError as error:
        raise SurroundingsError(f"{target} can't be written: {error.strerror}.") from error
    return target
