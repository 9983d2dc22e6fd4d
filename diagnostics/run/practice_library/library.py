"""An engagement's closed measures into the firm's practice library 「归入实践库」."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.run.platform import write_whole
from diagnostics.run.practice_library.client import refuse_leaking, refuse_names
from diagnostics.run.practice_library.filing import FILING, PracticeFiling, filing_text, read_filing
from diagnostics.run.practice_library.run import closed_in, records_of, run_of, tracking_of

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.practice import ClosedMeasure, Practice
    from diagnostics.model.practice_words import PracticeWords
    from diagnostics.run.workspace import Run


@dataclass(frozen=True, slots=True)
class Added:
    """What was put into the firm's library 「入库结果」.

    Parameters
    ----------
    outcomes : tuple of (measure, ClosedMeasure)
        Every closed measure of the engagement.
    cards : tuple of Path
        Cards that were written or brought up to date.
    dropped : tuple of str
        Cards whose measure is not, or no longer, judged to have worked in the run that was read: they were removed.
    unsorted : tuple of str
        Measures without a kind.
    """

    folder: Path
    outcomes: tuple[tuple[str, ClosedMeasure], ...]
    cards: tuple[Path, ...]
    dropped: tuple[str, ...]
    unsorted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command asks to be put into the library 「入库请求」.

    Parameters
    ----------
    measure : str
        The one that becomes a card; none where empty.
    words : Path, optional
        Yaml with words in place of the ledger's.
    filing : PracticeFiling
        What is told of industry, kinds and KPIs; it is kept in the engagement.
    """

    measure: str = ""
    words: Path | None = None
    filing: PracticeFiling = field(default_factory=PracticeFiling)


def add_practices(path: Path, asked: Asked, to: Path | None = None, period: str = "") -> Added:
    """Record every closed measure of an engagement, and make a card of one that worked 「归入实践库」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    asked : Asked
        Which measure becomes a card, and under what all are kept.
    to : Path, optional
        The firm's library; as the variable or the engagement says by default.
    period : str
        Period whose run is read; the latest by default.

    Raises
    ------
    InputError
        When no library or run is named, the run's files were edited, the measure did not work, or a text names the
        client, an entity or a person.
    SurroundingsError
        When a file can't be written.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.practices import VARIABLE, firm_folder
    from diagnostics.run.lock import hold

    engagement = load_engagement(path)
    folder = firm_folder(to, engagement)
    if folder is None:
        raise InputError(f"No practice library is named; give its folder by --to, or by the variable {VARIABLE}.")
    run = run_of(engagement, period)
    records = records_of(run)
    with hold(engagement.folder, "practices add"):
        filing = _filing(engagement, asked.filing, folder, tracking_of(run))
        added, texts = _made(engagement, run, records, filing, (asked, folder))
        try:
            write_whole_at(engagement.folder / FILING, filing_text(filing))
            for file, text in texts.items():
                write_whole_at(file, text)
            for key in added.dropped:
                (folder / "cards" / f"{key}.yaml").unlink(missing_ok=True)
        except OSError as error:
            raise SurroundingsError(f"The practice library can't be written: {error.strerror}.") from error
    return added


def write_whole_at(file: Path, text: str) -> None:
    """Write a text whole, its folder made where absent 「写文件」."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.encode("utf-8"))


def _made(
    engagement: Engagement, run: Run, records: Mapping[str, Any], filing: PracticeFiling, where: tuple[Asked, Path]
) -> tuple[Added, dict[Path, str]]:
    """Everything that is written, held to the client's names first."""
    from diagnostics.dictionary.practices.write import card_text, outcomes_text
    from diagnostics.dictionary.yaml_file import parse_yaml

    asked, folder = where
    closed = closed_in(run, records, filing)
    _known(asked, filing, closed, records)
    cards, dropped = _cards(asked, folder, closed, records)
    dropped += _orphans(folder, filing.pseudonym, closed)
    outcomes = outcomes_text(list(closed.values()))
    texts = {folder / "outcomes" / f"{filing.pseudonym}.yaml": outcomes}
    texts |= {folder / "cards" / f"{each.id}.yaml": card_text(each) for each in cards}
    made = [*closed.values(), *cards]
    refuse_names(engagement, made, records)
    refuse_leaking(engagement, texts, made)
    for file, text in texts.items():
        # What can't be read again, such as a control character, is refused before it spoils the library.
        parse_yaml(text, f"{file.parent.name}/{file.name}")
    unsorted = tuple(key for key, each in closed.items() if not each.kind)
    written = tuple(file for file in texts if file.parent.name == "cards")
    return Added(folder, tuple(closed.items()), written, dropped, unsorted), texts


def _filing(engagement: Engagement, told: PracticeFiling, folder: Path, tracking: str) -> PracticeFiling:
    """What is kept of earlier times with what is told now; a pseudonym is drawn once."""
    kept = read_filing(engagement.folder)
    pseudonym = kept.pseudonym or _drawn(folder, tracking)
    both = {name: {**getattr(kept, name), **getattr(told, name)} for name in ("kinds", "kpis", "kpi_names")}
    return PracticeFiling(pseudonym=pseudonym, industry=told.industry or kept.industry, **both)


def _drawn(folder: Path, tracking: str) -> str:
    """A pseudonym that nobody bears, for an engagement that is not on record under another."""
    from diagnostics.dictionary.practices import read_outcomes

    known = {each.source.engagement: each.source.tracking for each in read_outcomes(folder).values()}
    for pseudonym, each in known.items():
        if each == tracking:
            raise InputError(
                f"This run is on record as {pseudonym}, from another copy of the engagement: bring that copy's"
                f" {FILING} here, else its measures would count twice."
            )
    while True:
        # Drawn, not computed from the client: who knows the names of likely clients could try them all.
        pseudonym = f"e{secrets.token_hex(4)}"
        if pseudonym not in known:
            return pseudonym


def _known(
    asked: Asked, filing: PracticeFiling, closed: Mapping[str, ClosedMeasure], records: Mapping[str, Any]
) -> None:
    measures = [each["id"] for each in records["interventions"]["interventions"]]
    for each in (*filing.kinds, *([asked.measure] if asked.measure else [])):
        if each not in measures:
            raise unknown("measure", each, measures, "the run's ledger")
    for each in filing.kpis:
        known = [kpi["id"] for kpi in records["alignment"]["kpis"]]
        if each not in known:
            raise unknown("KPI", each, known, "the run's dictionary")
    if asked.measure and asked.measure not in closed:
        raise InputError(
            f"Measure {asked.measure!r} is not closed and no verdict stands on it yet, or it is an event from outside;"
            " only measures that worked become cards."
        )


def _cards(
    asked: Asked, folder: Path, closed: Mapping[str, ClosedMeasure], records: Mapping[str, Any]
) -> tuple[list[Practice], tuple[str, ...]]:
    """The card that is asked for; those that are there with the figures of today, or dropped where it works no more."""
    from diagnostics.loop.close.practices.card import card_of, refusal
    from diagnostics.run.practice_library.filing import read_card_words, read_words

    measures = {each["id"]: each for each in records["interventions"]["interventions"]}
    effects = {each["intervention"]: each for each in records["tracking"]["effects"]}
    cards, dropped = [], []
    for key, each in closed.items():
        file = folder / "cards" / f"{each.id}.yaml"
        if key != asked.measure and not file.is_file():
            continue
        if key != asked.measure and refusal(each, measures[key]):
            dropped.append(each.id)
            continue
        words: PracticeWords | None = read_card_words(file) if file.is_file() else None
        if key == asked.measure and asked.words is not None:
            words = read_words(asked.words)
        cards.append(card_of(each, measures[key], effects.get(key, {}), words))
    return cards, tuple(dropped)


def _orphans(folder: Path, pseudonym: str, closed: Mapping[str, ClosedMeasure]) -> tuple[str, ...]:
    """Cards of the engagement whose measure is not closed in this run: without a record nobody could read them."""
    kept = {each.id for each in closed.values()}
    return tuple(sorted({each.stem for each in (folder / "cards").glob(f"{pseudonym}-*.yaml")} - kept))
