"""The ledger out as a calendar and as a workbook, and the workbook back 「台账导出导入」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.model.check_in_days import EVERY
from diagnostics.run.platform import write_whole


def write_calendar(path: Path, to: Path | None = None, every: str = "month", owner: str = "") -> Path:
    """Write what is due as a calendar file 「写台账日历」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The file, reports/ledger.ics of the engagement by default; one that is there is replaced.
    every : {"week", "month", "quarter"}
        How often owners report.
    owner : str
        Only what this person has to do; all of it where empty.

    Raises
    ------
    InputError
        When an argument breaks a rule.
    SurroundingsError
        When the file can't be written.
    """
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.ledger_days import ledger_calendar
    from diagnostics.run.ledger_entries import check_actor, ready

    if to is not None and to.suffix.lower() != ".ics":
        raise InputError(f"--to {str(to)!r}, must end in .ics.")
    rhythm = next((each for each in EVERY if each == every), None)
    if rhythm is None:
        raise unknown("rhythm", every, EVERY, "--every")
    engagement = ready(path)
    if owner:
        check_actor(engagement, owner, "--owner; people in engagement.yaml")
    text = ledger_calendar(engagement, open_ledger(engagement).states().values(), rhythm, owner)
    return written(to or engagement.folder / "reports" / "ledger.ics", text.encode("utf-8"))


def written(target: Path, content: bytes) -> Path:
    """File written whole, in a folder that is made where it is absent 「写文件」.

    Raises
    ------
    SurroundingsError
        When it can't be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise SurroundingsError(f"{target.name} can't be written: {error.strerror}.") from error
    return target
