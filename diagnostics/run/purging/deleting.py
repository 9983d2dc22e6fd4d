"""From an engagement to nothing but its certificate of deletion 「删除项目」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from diagnostics.data.temporary import sweep
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.lock import hold
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.platform import sync_folder, write_whole
from diagnostics.run.purging.certificate import Certificate, certificate_of, page_beside, read_certificate, refuse_place
from diagnostics.run.purging.certificate_page import certificate_page
from diagnostics.run.purging.database import drop, entries_in
from diagnostics.run.purging.handed_out import handed_out
from diagnostics.run.purging.inventory import Inventory, inventory
from diagnostics.run.purging.journal import (
    Journal,
    close_journal,
    grave_of,
    hold_journal,
    read_journal,
    write_journal,
)
from diagnostics.run.purging.removing import empty, remove_logs
from diagnostics.run.purging.subject import Subject, subject_of


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants an engagement deleted, and how 「删除指令」.

    Parameters
    ----------
    by : str
        Who ordered it; stands in the certificate.
    confirm : str
        Id of the engagement, typed by whoever is sure.
    yes : bool
        Whether that is not asked for.
    certificate : Path, optional
        Where the certificate is written; beside the folder by default.
    ledger : bool
        Whether a ledger that lies in a database goes too.
    """

    by: str = ""
    confirm: str = ""
    yes: bool = False
    certificate: Path | None = None
    ledger: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """What a deletion came to 「删除结果」.

    Parameters
    ----------
    certificate : Certificate
        What it certifies.
    path : Path
        Where that stands.
    resumed : bool
        Whether a killed deletion was finished, rather than one begun.
    """

    certificate: Certificate
    path: Path
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What a deletion would delete 「删除预览」."""

    subject: Subject
    held: Inventory
    certificate: Certificate


def survey(path: Path, by: str = "", today: date | None = None) -> Survey:
    """What deleting an engagement would delete, and leave; nothing is written 「删除预览」.

    Raises
    ------
    InputError
        When the folder is none that may be deleted.
    """
    subject = subject_of(path)
    data = (subject.folder / subject.settings.data_folder).resolve()
    held = inventory(subject.folder, data)
    day = today or datetime.now(ZoneInfo(subject.settings.calendar.timezone)).date()
    return Survey(subject, held, certificate_of(subject, held, handed_out(subject.folder), by, day))


def purge(path: Path, order: Order, today: date | None = None) -> Purged:
    """Delete an engagement whole, and leave a certificate 「删除项目」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    order : Order
        Who wants it, and how.
    today : date, optional
        Day that the certificate bears; today in the engagement's time zone by default.

    Raises
    ------
    InputError
        When the folder is none that may be deleted, nobody confirmed it or ordered it, or a certificate is there.
    SurroundingsError
        When another process holds the engagement, or something can't be deleted; calling it again goes on.

    Notes
    -----
    A journal beside the folder holds the certificate; then the folder is renamed, emptied, the certificate is written
    and synced, and the empty folder and the journal go last. Killed anywhere, the folder is whole under its name, or
    the journal is there and the same call goes on; a certificate stands only where everything is gone.
    """
    folder = _absolute(path)
    if is_under_way(folder):
        return _finish(folder, order, resumed=True)
    subject = subject_of(path)
    with hold(subject.folder, "perfloop purge"):
        seen = survey(path, order.by, today)
        _refuse(seen, order)
        write_journal(subject.folder, _journal(seen, order))
        with hold_journal(subject.folder):
            _rename(subject.folder)
    return _finish(subject.folder, order, resumed=False)


def is_under_way(path: Path) -> bool:
    """Whether a deletion of this folder was begun and not finished: it was confirmed then 「删除是否未完成」."""
    folder = _absolute(path)
    # The root of a disk has no name, and nothing beside it.
    return bool(folder.name) and read_journal(folder) is not None and (grave_of(folder).exists() or not folder.exists())


def _absolute(path: Path) -> Path:
    """Folder as it is or was called; it may be gone already."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{str(path)[:200]!r} leads nowhere.") from error


def _refuse(seen: Survey, order: Order) -> None:
    subject, own = seen.subject, seen.subject.settings.id
    if not order.by.strip():
        raise InputError("Who orders the deletion is not said; name them with --by, the certificate does.")
    if not order.yes and order.confirm != own:
        got = f"--confirm {order.confirm!r} is not" if order.confirm else "Nobody confirmed by typing"
        raise InputError(f"{got} the id of the engagement, {own!r}; nothing is deleted (--yes confirms without it).")
    refuse_place(_certificate_path(seen, order), subject.folder)


def _certificate_path(seen: Survey, order: Order) -> Path:
    if order.certificate is not None:
        # Told from inside the folder, it must be found once that is gone.
        return _absolute(order.certificate)
    name = f"{_file_name(seen.subject.name)}-deletion-{seen.certificate.day.isoformat()}.json"
    return seen.subject.folder.with_name(name)


def _file_name(name: str) -> str:
    return "".join(each if each.isalnum() or each in "-_." else "_" for each in name).lstrip(".") or "engagement"


def _journal(seen: Survey, order: Order) -> Journal:
    """Certificate and page word for word; with the ledger in a database, where that goes too."""
    from diagnostics.loop.intervene.ledger.server import schema_of

    subject, told = seen.subject, seen.certificate
    variable = subject.settings.ledger.url_from if order.ledger else None
    schema = schema_of(subject.settings.id) if variable else ""
    if variable:
        left = tuple(each for each in told.left if each != "ledger")
        told = told.model_copy(update={"ledger_entries": entries_in(variable, schema), "left": left})
    page = certificate_page(told)
    told = told.model_copy(update={"page": hash_bytes(page.encode())})
    return Journal(
        folder=subject.folder.name, grave=grave_of(subject.folder).name,
        certificate=str(_certificate_path(seen, order)),
        content=told.text(), page=page, variable=variable or "", schema_name=schema,
    )  # fmt: skip


def _rename(folder: Path) -> None:
    try:
        folder.rename(grave_of(folder))
        sync_folder(folder.parent)
    except OSError as error:
        close_journal(folder)
        raise SurroundingsError(f"{folder.name} can't be renamed: {error.strerror}; nothing is deleted.") from error


def _finish(folder: Path, order: Order, *, resumed: bool) -> Purged:
    """Delete what is left of a deletion under way, and certify it."""
    with hold_journal(folder) as held:
        journal = read_journal(folder) if held else None
        if journal is None:
            raise SurroundingsError(f"The deletion of {folder.name} was finished by another process.")
        grave = grave_of(folder)
        if grave.is_symlink():
            raise InputError(f"{grave.name} is a link, where a folder was to be deleted; nothing is followed.")
        path = _absolute(order.certificate) if resumed and order.certificate else Path(journal.certificate)
        _refuse_other(path, grave, journal)
        if grave.exists():
            if journal.variable:
                drop(journal.variable, journal.schema_name)
            empty(grave)
            sync_folder(grave)
        _write(path, journal)
        if grave.exists():
            grave.rmdir()
        sync_folder(folder.parent)
        close_journal(folder)
    sweep()
    remove_logs(folder)
    return Purged(read_certificate(path), path, resumed)


def _refuse_other(path: Path, grave: Path, journal: Journal) -> None:
    """What stands at the certificate's place is this very certificate, of a deletion killed at its end, or nothing."""
    own = {path: journal.content, page_beside(path): journal.page}
    there = [each for each in own if each.exists()]
    if not there or any(not each.is_file() or each.read_bytes() != own[each].encode() for each in there):
        refuse_place(path, grave)


def _write(path: Path, journal: Journal) -> None:
    try:
        write_whole(page_beside(path), journal.page.encode())
        write_whole(path, journal.content.encode())
    except OSError as error:
        raise SurroundingsError(
            f"The certificate can't be written to {str(path)!r}: {error.strerror}. Everything is deleted; call"
            " 'perfloop purge' again, with --certificate for another place."
        ) from error
