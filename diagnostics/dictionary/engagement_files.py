"""The files of an engagement, each read and validated by itself 「项目文件」."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from diagnostics.dictionary.entity_file import read_entities
from diagnostics.dictionary.evidence.files import EvidenceFiles, read_evidence
from diagnostics.dictionary.listed import EMPTY, read_listed
from diagnostics.dictionary.noun_reader import entries, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.subjects import card_subject, event_subject, kpi_subject, settings_subject
from diagnostics.dictionary.yaml_file import Document, read_yaml
from diagnostics.errors import InputError, nearest
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.correction import Correction
from diagnostics.model.engagement import Settings
from diagnostics.model.entity import Entities
from diagnostics.model.kpi import Kpi
from diagnostics.model.ledger_event import LedgerEvent
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import SignOff

SIGNOFFS = "signoffs.yaml"


@dataclass(frozen=True, eq=False)
class EngagementFiles:
    """What the files say, with the documents they say it in 「项目文件内容」."""

    settings: Settings
    entities: Entities
    kpis: tuple[Kpi, ...]
    scorecards: tuple[Scorecard, ...]
    events: tuple[LedgerEvent, ...]
    settings_file: Document
    entities_file: Document
    kpis_file: Document
    scorecards_file: Document = EMPTY
    ledger_file: Document = EMPTY
    corrections: tuple[Correction, ...] = ()
    corrections_file: Document = EMPTY
    changes: tuple[ChangeRequest, ...] = ()
    changes_file: Document = EMPTY
    signoffs: tuple[SignOff, ...] = ()
    signoffs_file: Document = EMPTY
    evidence: EvidenceFiles = field(default_factory=EvidenceFiles)

    @cached_property
    def by_id(self) -> dict[str, Kpi]:
        """KPIs by id 「按编号」."""
        return {each.id: each for each in self.kpis}


def read_files(root: Path) -> EngagementFiles:
    """Read the files of an engagement, one after the other 「读取项目文件」.

    Raises
    ------
    InputError
        When a needed file is absent, or one breaks a rule; all that is wrong with that file, ten lines at most.
    """
    settings, settings_file = _settings(root)
    entities, entities_file = read_entities(_entities_path(root, settings), root)
    kpis, kpis_file = _kpis(root)
    scorecards, scorecards_file = _scorecards(root)
    events, ledger_file = _events(root)
    corrections, corrections_file = read_listed(root, "corrections.yaml", Correction, "correction")
    changes, changes_file = read_listed(root, "changes.yaml", ChangeRequest, "change request")
    signoffs, signoffs_file = _signoffs(root)
    return EngagementFiles(
        settings,
        entities,
        kpis,
        scorecards,
        events,
        settings_file,
        entities_file,
        kpis_file,
        scorecards_file,
        ledger_file,
        corrections,
        corrections_file,
        changes,
        changes_file,
        signoffs,
        signoffs_file,
        read_evidence(root),
    )


def _needed(root: Path, name: str, named: str = "") -> Path:
    """Path of a file that must be there, and what names it."""
    path = root / name
    if not _is_file(path):
        close = nearest(name, [each.name for each in sorted(root.iterdir()) if each.is_file()])
        hint = f"; the nearest file is {close!r}" if close else "; 'perfloop new' scaffolds an engagement"
        shown = name if name.isprintable() and name.strip() else repr(name)
        raise InputError(f"{shown} is not in the engagement folder {root.name!r}{named}{hint}.")
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name that the file system does not take names no file.
        return False


def _settings(root: Path) -> tuple[Settings, Document]:
    document = read_yaml(_needed(root, "engagement.yaml"), root)
    if not isinstance(document.data, dict):
        raise InputError("engagement.yaml:1:1: the file holds no mapping; it must hold fields such as 'id: acme'.")
    problems = Problems()
    settings = read_noun(Settings, document, (), settings_subject(document), problems)
    problems.raise_any()
    assert settings is not None
    # What holds an engagement to its playbook knows this file.
    from diagnostics.dictionary.playbooks import with_playbook

    return with_playbook(settings, document, root), document


def _entities_path(root: Path, settings: Settings) -> Path:
    path = root / settings.entities
    # Links are the consultant's own; a path that climbs out is a mistake or worse.
    if Path(settings.entities).is_absolute() or ".." in Path(settings.entities).parts:
        raise InputError(f"entities == {settings.entities!r} (engagement.yaml), must lie in the engagement folder.")
    if not _is_file(path) and settings.entities == "entities.csv":
        others = (root / each for each in ("entities.yaml", "entities.xlsx"))
        found = next((each for each in others if each.is_file()), None)
        if found is not None:
            return found
    return _needed(root, settings.entities, " (entities in engagement.yaml)")


def _kpis(root: Path) -> tuple[tuple[Kpi, ...], Document]:
    document = read_yaml(_needed(root, "kpis.yaml"), root)
    problems, subject = Problems(), kpi_subject(document)
    found = [read_noun(Kpi, document, (i,), subject, problems) for i in range(len(entries(document, "KPIs")))]
    problems.raise_any()
    if not found:
        raise InputError("kpis.yaml:1:1: the list is empty; it needs at least one KPI.")
    return tuple(each for each in found if each is not None), document


def _scorecards(root: Path) -> tuple[tuple[Scorecard, ...], Document]:
    if not (root / "scorecards.yaml").exists():
        return (), EMPTY
    document = read_yaml(root / "scorecards.yaml", root)
    problems, subject = Problems(), card_subject(document)
    count = len(entries(document, "scorecards"))
    found = [read_noun(Scorecard, document, (i,), subject, problems) for i in range(count)]
    problems.raise_any()
    return tuple(each for each in found if each is not None), document


def _signoffs(root: Path) -> tuple[tuple[SignOff, ...], Document]:
    if not (root / SIGNOFFS).exists():
        return (), EMPTY
    document = read_yaml(root / SIGNOFFS, root)
    problems, count = Problems(), len(entries(document, "signatures"))
    found = [read_noun(SignOff, document, (i,), lambda _: "a signature", problems) for i in range(count)]
    problems.raise_any()
    return tuple(each for each in found if each is not None), document


def _events(root: Path) -> tuple[tuple[LedgerEvent, ...], Document]:
    if not (root / "ledger.yaml").exists():
        return (), EMPTY
    document = read_yaml(root / "ledger.yaml", root)
    listed = document.data.get("events") if isinstance(document.data, dict) else None
    if not isinstance(listed, list) or len(document.data) > 1:
        raise InputError("ledger.yaml:1:1: the file must hold 'events:' with a list of entries, and nothing else.")
    problems, subject = Problems(), event_subject(document)
    found = [read_noun(LedgerEvent, document, ("events", i), subject, problems) for i in range(len(listed))]
    problems.raise_any()
    return tuple(each for each in found if each is not None), document
