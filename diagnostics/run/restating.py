"""A published figure is changed with a reason, and the next page says so 「数据重述」."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diagnostics.data.durable import hash_file
from diagnostics.data.handoff import SCHEMAS, read_records, write_records
from diagnostics.errors import InputError
from diagnostics.look.page import MIME
from diagnostics.model.canonical import canonical
from diagnostics.model.restatement import RestatedFigure
from diagnostics.run.data_versions import day_of, one_line
from diagnostics.run.manifest import Restated, hash_bytes
from diagnostics.run.pinning import Standing
from diagnostics.run.steps import STEPS
from diagnostics.run.workspace import Run

NAME = "restatement"
FILE = SCHEMAS[NAME][0]
_TRACKING = SCHEMAS["tracking"][0]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why published figures change, who says so, and on which day 「重述理由」.

    Parameters
    ----------
    text : str
        Why; what readers of the page are told.
    on : str
        Day, in ISO form.
    by : str
        Who.
    """

    text: str
    on: str
    by: str = ""

    def __post_init__(self) -> None:
        """Refuse a change without a reason."""
        if not self.text.strip():
            raise InputError("--restate needs a reason: it stands on the page that leadership reads.")


def reason_of(text: str | None, by: str, on: str, folder: Path) -> Reason | None:
    """Reason that the options of a run give, None without one 「重述选项」.

    Raises
    ------
    InputError
        When the reason is blank, a text has several lines, the day is none, or who and when stand without a reason.
    """
    if text is None:
        if by or on:
            raise InputError("--by and --on say who restates and when; they go with --restate REASON.")
        return None
    told = Reason(one_line(text, "--restate"), on, one_line(by, "--by"))
    return replace(told, on=day_of(on, folder).isoformat())


@dataclass(frozen=True, eq=False)
class Correcting:
    """What the next page says of corrected figures 「更正内容」.

    Parameters
    ----------
    content : mapping or None
        Content of the hand-off; None where the page says nothing.
    restated : tuple of Restated
        Each time the period's published figures were changed, for the manifest.
    replaced : Run or None
        Run whose page is replaced with other figures now.
    """

    content: Mapping[str, Any] | None = None
    restated: tuple[Restated, ...] = ()
    replaced: Run | None = None

    @property
    def inputs(self) -> dict[str, str]:
        """What the last step depends on beside the other steps 「额外输入」."""
        if self.content is None:
            return {}
        # What became of verdicts follows from the other steps.
        known = [{**each, "verdicts": []} for each in self.content["restatements"]]
        return {NAME: hash_bytes(canonical({**self.content, "restatements": known}).encode())}

    def write(self, staging: Path) -> None:
        """Write the hand-off of a staged run, with the verdicts that changed 「写交接文件」."""
        if self.content is None:
            return
        restatements = list(self.content["restatements"])
        if self.replaced is not None and restatements:
            found = _verdicts(self.replaced.folder, staging)
            restatements[-1] = {**restatements[-1], "verdicts": found}
        write_records(staging, NAME, {**self.content, "restatements": restatements})


def correcting(standing: Standing, period: str, reason: Reason | None) -> Correcting:
    """What the next page says of corrected figures: now, before, and on earlier pages 「更正内容」.

    Parameters
    ----------
    reason : Reason or None
        Why published figures change; None where none was given.

    Raises
    ------
    InputError
        When the record of earlier corrections was changed on disk.
    """
    published = standing.published
    known = _known(published)
    restated = published.manifest.restated if published is not None else ()
    replaced = None
    if reason is not None and standing.is_restated and published is not None:
        entry = _entry(standing, published, reason)
        known = [*known, {**entry.model_dump(), "verdicts": [], **_figures(standing)}]
        restated, replaced = (*restated, entry), published
    earlier = _earlier(standing)
    if not known and not earlier:
        return Correcting()
    return Correcting({"period": period, "restatements": known, "earlier": earlier}, restated, replaced)


def restating_told(found: Standing, *, of_draft: bool, makes_page: bool, period: str) -> str:
    """What asking for a restatement comes to, in a line 「重述说明」."""
    if of_draft:
        return "--restate: a draft is not published, so nothing is restated"
    if not makes_page:
        return "--restate: these steps make no page, so nothing is restated"
    if found.published is None:
        return f"--restate: no page of {period} is published, so there is nothing to restate"
    if not found.is_restated:
        return "--restate: every published figure is as it was published, so the page carries no new note"
    return f"restated: {found.told()}"


def refuse_change(standing: Standing, period: str) -> None:
    """Refuse to change what was published without a reason 「拒绝无理由的更改」.

    Raises
    ------
    InputError
        Naming what differs, and how to go on.
    """
    if standing.is_restated:
        raise InputError(
            f"The page of {period} is published, and {standing.told()}. Give the reason with --restate REASON, and the"
            " page carries a correction note; or bring the former data back ('perfloop data list' names the versions)."
        )


def _entry(standing: Standing, published: Run, reason: Reason) -> Restated:
    page = published.manifest.page
    count = len(standing.restatement.figures) if standing.restatement else 0
    return Restated(
        reason=reason.text.strip(), by=reason.by, on=reason.on, replaced_run=published.folder.name,
        replaced_page=page.sha256 if page else "", replaced_fingerprint=_fingerprint(published.folder), figures=count,
        causes=standing.causes,
    )  # fmt: skip


def _fingerprint(run: Path) -> str:
    """Fingerprint that a run's page shows its readers, from the record the page was rendered from."""
    try:
        notebook = json.loads((run / "notebooks" / STEPS[-1].file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    outputs = (each for cell in notebook.get("cells", ()) for each in cell.get("outputs", ()))
    pages = (each["data"][MIME] for each in outputs if MIME in each.get("data", {}))
    return next((str(each.get("fingerprint", "")) for each in pages), "")


def _figures(standing: Standing) -> dict[str, Any]:
    if standing.restatement is None:
        return {"comparable": False, "count": 0, "kpis": {}, "periods": [], "turned": 0, "figures": []}
    return {"comparable": True, **standing.restatement.record()}


def _known(published: Run | None) -> list[dict[str, Any]]:
    """Corrections that the published page tells of already: they stay."""
    if published is None or not published.manifest.restatement_sha256:
        return []
    path = published.folder / FILE
    if not path.is_file() or hash_file(path) != published.manifest.restatement_sha256:
        raise InputError(f"{FILE} of run {published.folder.name} was changed on disk; it tells what was corrected.")
    found: list[dict[str, Any]] = read_records(published.folder, NAME)["restatements"]
    return found


def _earlier(standing: Standing) -> list[dict[str, Any]]:
    """What differs from earlier pages, each figure once: as the latest of those pages showed it."""
    seen: set[tuple[str, ...]] = set()
    told = []
    for run, restatement in standing.earlier:
        fresh = tuple(each for each in restatement.figures if _key(each) not in seen)
        seen |= {_key(each) for each in fresh}
        if fresh:
            page = run.manifest.page.sha256 if run.manifest.page else ""
            told.append({"page": page, **replace(restatement, figures=fresh).record()})
    return told


def _key(figure: RestatedFigure) -> tuple[str, ...]:
    return (figure.kpi, figure.entity, figure.period, figure.tier)


def _verdicts(old: Path, new: Path) -> list[dict[str, str]]:
    """Measures whose verdict came out otherwise."""
    before, after = (_effects(each / _TRACKING) for each in (old, new))
    return [
        {"intervention": key, "old": before[key], "new": after[key]}
        for key in sorted(before)
        if key in after and before[key] != after[key]
    ]


def _effects(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {each["intervention"]: each["verdict"] for each in content["effects"]}
