"""The ledger out as a calendar and as a workbook, and the workbook back 「台账导出导入」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.check_in_days import EVERY
from diagnostics.run.workbook_exchange import new_workbook, workbook_bytes, write_new

if TYPE_CHECKING:
    from diagnostics.loop.intervene.workbook import LedgerImport
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.ledger.entries import Said

DEFAULT = {"zh": Path("reports") / "改进台账.xlsx", "en": Path("reports") / "ledger.xlsx"}


def write_calendar(path: Path, to: Path | None = None, every: str = "", owner: str = "") -> Path:
    """Write what is due as a calendar file 「写台账日历」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The file, reports/ledger.ics of the engagement by default; one that is there is replaced.
    every : {"week", "month", "quarter"}
        How often owners report, where their measures don't say; as ``ledger`` of engagement.yaml says where empty.
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
    from diagnostics.run.ledger.entries import check_actor, ready

    if to is not None and to.suffix.lower() != ".ics":
        raise InputError(f"--to {str(to)!r}, must end in .ics.")
    if every and every not in EVERY:
        raise unknown("rhythm", every, EVERY, "--every")
    engagement = ready(path)
    rhythm = next((each for each in EVERY if each == every), engagement.settings.ledger.check_ins)
    if owner:
        check_actor(engagement, owner, "--owner; people in engagement.yaml")
    ledger = open_ledger(engagement)
    text = ledger_calendar(engagement, ledger.states().values(), rhythm, owner, ledger.decisions().values())
    target = to or engagement.folder / "reports" / "ledger.ics"
    return write_new(target, text.encode("utf-8"), make_folder=True)


def export_ledger(path: Path, to: Path | None = None) -> Path:
    """Write the ledger as a workbook that owners fill in 「导出台账」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The workbook, in the engagement's reports/ by default; it must not be there yet: owners may have filled it in.

    Raises
    ------
    InputError
        When the file is there or no .xlsx, or a text is too long for a cell.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.run.ledger.entries import ready

    engagement = ready(path)
    target = new_workbook(to or engagement.folder / DEFAULT[engagement.language], "filled in")
    return write_new(target, ledger_workbook(engagement), make_folder=True)


def ledger_workbook(engagement: Engagement, *, public: bool = False) -> bytes:
    """Workbook of the ledger: the same entries, the same bytes 「台账工作簿」.

    Parameters
    ----------
    public : bool
        Whether it leaves: what few people are paid, and whom decisions name that are measured, stays out then.
    """
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.planning import private_measures
    from diagnostics.loop.intervene.public_decisions import public_decisions
    from diagnostics.loop.intervene.public_measures import public_tables
    from diagnostics.loop.intervene.workbook import Names, ledger_tables, write_book

    language = engagement.language
    ledger = open_ledger(engagement)
    tables, stream = ledger_tables(ledger.states(), language), BytesIO()
    names = Names(tuple(engagement.kpis), dict(engagement.settings.people))
    about = (engagement.settings.id, language)
    decisions = ledger.decisions()
    if public:
        tables = public_tables(tables, private_measures(engagement, ledger.states().values()), language)
        decisions = public_decisions(engagement, ledger)
    write_book(stream, tables, ledger.entries(), about, names, decisions=decisions.values())
    return stream.getvalue()


def import_ledger(path: Path, workbook: Path, said: Said, reason: str = "", *, dry_run: bool = False) -> LedgerImport:
    """Merge a workbook into the ledger, all of it in one transaction or nothing 「导入台账」.

    Parameters
    ----------
    path, workbook : Path
        The engagement's folder, and a workbook of `export_ledger` or the minutes of a meeting, filled in since.
    said : Said
        Who imports, and on which day.
    reason : str
        Why measures are changed, where their rows don't say.
    dry_run : bool
        Whether only to say what would be recorded.

    Raises
    ------
    InputError
        When the workbook breaks a rule; every cell is named.
    StaleVersionError
        When somebody wrote to one of its measures meanwhile.
    SurroundingsError
        When the ledger can't be written.
    """
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.minutes import Held, is_minutes, plan_minutes
    from diagnostics.loop.intervene.workbook import plan_import
    from diagnostics.run.ledger.entries import check_actor, day_of, past_day, ready, write

    content = workbook_bytes(workbook)
    engagement = ready(path)
    check_actor(engagement, said.actor)
    ledger = open_ledger(engagement)
    known = {each.event for each in ledger.entries()}
    day = past_day(engagement, said.on)
    if is_minutes(content):
        held = Held(ledger.decisions(), tuple(ledger.states()), known)
        who = (said.actor, day if said.on else None, reason)
        made = plan_minutes(engagement, BytesIO(content), held, who, day_of(engagement, ""))
    else:
        made = plan_import(engagement, BytesIO(content), ledger.states(), known, (said.actor, day, reason))
    if made.events and not dry_run:
        write(engagement, made.events, made.versions)
    return made
