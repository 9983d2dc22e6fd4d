"""A data request written beside the engagement, and told again: workbook, cover, record 「写出资料清单」."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.data_request import DataRequest
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.request.places import read_record, record_of, workbook_of
from diagnostics.run.request.status import request_of
from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

_LONGEST_CONTACT = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a data request is to say beside the engagement's own 「清单要求」.

    Parameters
    ----------
    language : {"zh", "en"}, optional
        Language of its readers; the engagement's by default.
    due : str
        Day by which everything is to be there, such as ``2026-12-01``.
    contact : str
        Whom to ask.
    to : Path, optional
        The workbook; ``request/资料清单.xlsx`` of the engagement by default.
    force : bool
        Whether a file that was changed since is written over.
    """

    language: str = ""
    due: str = ""
    contact: str = ""
    to: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class _Files:
    """Workbook and cover side by side, and the record, which stays with the engagement."""

    workbook: Path
    cover: Path
    record: Path


def write_request(engagement: Engagement, wanted: Wanted) -> tuple[DataRequest, tuple[Path, ...]]:
    """Write the data request of an engagement, with what has come so far 「写出资料清单」.

    Parameters
    ----------
    wanted : Wanted
        What it is to say; day and contact stay those of the last time where none are given.

    Returns
    -------
    tuple of (DataRequest, tuple of Path)
        The request, and its workbook, cover and record.

    Raises
    ------
    InputError
        When the day is none, or a file that was changed since is there and ``force`` is not given.
    LeakError
        When something in it must not leave the engagement.
    SurroundingsError
        When a file can't be written.
    """
    from diagnostics.run.handover.plain_texts import plain_text_of
    from diagnostics.run.publishing.gate import refuse
    from diagnostics.run.request.book import request_book
    from diagnostics.run.request.cover import cover_text

    request, files = _request(engagement, wanted), _files(engagement, wanted)
    contents = {
        files.workbook: request_book(request, engagement),
        files.cover: cover_text(request, engagement, files.workbook.name).encode("utf-8"),
    }
    if not wanted.force:
        _refuse_changed(files, contents)
    refuse({path.name: plain_text_of(path.name, content) for path, content in contents.items()}, engagement)
    written = {path.name: hash_bytes(content) for path, content in contents.items()}
    contents[files.record] = _json(request, {**read_record(files.record).get("written", {}), **written})
    _place(contents)
    return request, (files.workbook, files.cover, files.record)


def tell_status(engagement: Engagement, wanted: Wanted) -> tuple[DataRequest, Path]:
    """What has come of a data request, and the record of it; the workbook stays as it is 「到位情况」."""
    request, files = _request(engagement, wanted), _files(engagement, wanted)
    _place({files.record: _json(request, read_record(files.record).get("written", {}))})
    return request, files.record


def _request(engagement: Engagement, wanted: Wanted) -> DataRequest:
    if wanted.language and wanted.language not in LANGUAGES:
        raise InputError(f"--language {wanted.language!r}, must be one of: {', '.join(LANGUAGES)}.")
    if len(wanted.contact) > _LONGEST_CONTACT:
        raise InputError(f"--contact has {len(wanted.contact)} characters, must have {_LONGEST_CONTACT} at most.")
    language: Language = "en" if (wanted.language or engagement.language) == "en" else "zh"
    before = read_record(_files(engagement, wanted).record)
    due = _day(wanted.due or str(before.get("due") or ""))
    contact = " ".join((wanted.contact or str(before.get("contact") or "")).split())
    return request_of(engagement, language, due=due, contact=contact)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"--due {text!r:.40}, must be a day such as 2026-12-01.") from error


def _files(engagement: Engagement, wanted: Wanted) -> _Files:
    language: Language = "en" if (wanted.language or engagement.language) == "en" else "zh"
    workbook = wanted.to or workbook_of(engagement, language)
    if workbook.suffix.lower() != ".xlsx":
        raise InputError(f"--to {str(workbook)!r}, must end in .xlsx.")
    cover = workbook.with_name(f"{workbook.stem}{say('request.file.cover', language)}.md")
    return _Files(workbook, cover, record_of(engagement, language))


def _refuse_changed(files: _Files, contents: dict[Path, bytes]) -> None:
    """Refuse to write over what somebody filled in or edited: files that are not as they were written."""
    written = read_record(files.record).get("written", {})
    for path, content in contents.items():
        if path.is_file():
            there = hash_bytes(path.read_bytes())
            if there not in (written.get(path.name), hash_bytes(content)):
                raise InputError(
                    f"{path} was changed since it was written, or was not written by perfloop; keep it under another"
                    " name, name another with --to, or write over it with --force."
                )


def _json(request: DataRequest, written: dict[str, str]) -> bytes:
    text = json.dumps({**request.record(), "written": written}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


def _place(contents: dict[Path, bytes]) -> None:
    """Write the files, the record last: what it says of the others is true."""
    from diagnostics.run.platform import write_whole

    for path, content in contents.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
        except OSError as error:
            raise SurroundingsError(f"{path.name} can't be written: {error.strerror}.") from error
