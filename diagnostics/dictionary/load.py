"""Open an engagement: read its files, check them against each other 「打开咨询项目」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from diagnostics.dictionary.cross_check import cross_check
from diagnostics.dictionary.engagement_files import EngagementFiles, read_files
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.errors import InputError, Place
from diagnostics.model.engagement import Engagement

Key = tuple[str, ...]
# Stands in an engagement's folder while an import replaces its files.
JOURNAL = ".import"


def load_engagement(folder: str | Path) -> Engagement:
    """Open an engagement, validated 「打开咨询项目」.

    Parameters
    ----------
    folder : str or Path
        Folder with engagement.yaml, kpis.yaml, entities.csv (or entities.yaml), and where wanted scorecards.yaml and
        ledger.yaml. The path of its engagement.yaml will do too.

    Returns
    -------
    Engagement
        With ``places`` for ``("settings",)``, ``("charter",)``, ``("keeping",)``, ``("playbook",)``,
        ``("source", name)``, ``("goal", id)``, ``("mute", number)``, ``("entity", id)``, ``("kpi", id)``,
        ``("scorecard", id)``, ``("item", scorecard, kpi)``, ``("event", id)``, ``("cause", id)``, ``("interview", id)``
        and ``("whys", id)``.
        Where several scorecards share an id, ``("scorecard", id, from)`` and ``("item", scorecard, kpi, from)`` tell
        them apart, and the short key names the first.

    Raises
    ------
    InputError
        When the folder or a needed file is absent, or a file breaks a rule: what was got, the rule, the place, the
        nearest known name; one line a problem, ten at most. When an import was killed before all files were replaced.

    Notes
    -----
    No data is touched: that a source's file is there is the matter of ``check_engagement``, its columns of reading it.
    """
    root = _root(folder)
    _refuse_torn(root)
    files = read_files(root)
    cross_check(files)
    places: dict[Key, Place] = {}
    for key, place in _places(files):
        places.setdefault(key, place)
    return Engagement(
        folder=root,
        settings=files.settings,
        kpis={each.id: each for each in files.kpis},
        scorecards=files.scorecards,
        entities=files.entities,
        seeds=files.events,
        places=places,
        corrections=files.corrections,
        changes=files.changes,
        signoffs=files.signoffs,
        causes=files.evidence.causes,
        interviews=files.evidence.interviews,
        whys=files.evidence.whys,
        traps=files.evidence.traps,
        costs=files.evidence.costs,
    )


def _root(folder: str | Path) -> Path:
    told = f"{str(folder)[:200]!r} is no folder"
    try:
        root = Path(folder).resolve()
        if root.name == "engagement.yaml" and root.is_file():
            root = root.parent
        there = root.is_dir()
    except (OSError, ValueError, RuntimeError) as error:
        # Too long a name, a NUL, links in a circle.
        raise InputError(f"{told}: {error}.") from error
    if not there:
        raise InputError(f"{told}; an engagement is a folder with engagement.yaml ('perfloop new' makes one).")
    return root


def _refuse_torn(root: Path) -> None:
    """Refuse files of which only some were replaced by an import."""
    if (root / JOURNAL).is_file():
        raise InputError(
            f"A 'perfloop dictionary import' was killed in {root} or is at work there, and its files may not fit each"
            f" other. 'perfloop check {root}', as any command, finishes or undoes what was killed."
        )


def _places(files: EngagementFiles) -> Iterator[tuple[Key, Place]]:
    at = files.settings_file
    yield ("settings",), at.place(())
    yield ("charter",), at.place(("charter",))
    yield ("keeping",), at.place(("keeping",))
    yield ("playbook",), at.place(("playbook",))
    yield from ((("source", name), at.place(("sources", name))) for name in files.settings.sources)
    yield from ((("goal", each.id), at.place(("goals", i))) for i, each in enumerate(files.settings.goals))
    yield from ((("mute", str(i)), at.place(("mutes", i))) for i in range(len(files.settings.mutes)))
    yield from _listed("entity", [each.id for each in files.entities], files.entities_file, ())
    yield from _listed("kpi", [each.id for each in files.kpis], files.kpis_file, ())
    yield from _listed("correction", [each.id for each in files.corrections], files.corrections_file, ())
    yield from _listed("change", [each.id for each in files.changes], files.changes_file, ())
    evidence = files.evidence
    yield from _listed("cause", [each.id for each in evidence.causes], evidence.causes_file, ())
    yield from _listed("interview", [each.id for each in evidence.interviews], evidence.interviews_file, ())
    yield from _listed("whys", [each.id for each in evidence.whys], evidence.whys_file, ())
    yield from _listed("trap", [each.id for each in evidence.traps], evidence.traps_file, ())
    yield from _listed("event", [each.event for each in files.events], files.ledger_file, ("events",))
    for index, card in enumerate(files.scorecards):
        place = files.scorecards_file.place((index,))
        yield ("scorecard", card.id), place
        yield ("scorecard", card.id, card.since or ""), place
        for number, item in enumerate(card.items):
            place = files.scorecards_file.place((index, "items", number))
            yield ("item", card.id, item.kpi), place
            yield ("item", card.id, item.kpi, card.since or ""), place


def _listed(kind: str, ids: list[str], document: Document, above: Path_) -> Iterator[tuple[Key, Place]]:
    return (((kind, key), document.place((*above, index))) for index, key in enumerate(ids))
