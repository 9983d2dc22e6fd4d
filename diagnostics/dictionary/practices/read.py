"""Cards and records of a firm's library from their files 「读取实践库」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, Path_, read_yaml
from diagnostics.errors import InputError, unknown
from diagnostics.model.practice import SHARED, ClosedMeasure, Practice, seal_of

CARDS, OUTCOMES = "cards", "outcomes"
_MOST_FILES = 5_000
N = TypeVar("N", Practice, ClosedMeasure)


@dataclass(frozen=True, eq=False)
class FirmLibrary:
    """What a firm keeps of its engagements: cards, and a record of every closed measure 「实践库」.

    Parameters
    ----------
    cards : mapping of Practice
        By id.
    outcomes : mapping of ClosedMeasure
        By id; those that failed too.
    """

    cards: Mapping[str, Practice]
    outcomes: Mapping[str, ClosedMeasure]

    def card(self, key: str) -> Practice:
        """Card with this id 「取卡片」.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        if key not in self.cards:
            raise unknown("practice", key, self.cards, "the firm's library")
        return self.cards[key]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of measures that were recorded 「措施类别」."""
        return tuple(sorted({each.kind for each in self.outcomes.values() if each.kind}))


def read_firm_library(folder: Path) -> FirmLibrary:
    """Cards and records of a firm's library, held to its rules 「读取实践库」.

    Parameters
    ----------
    folder : Path
        ``cards/ID.yaml`` holds one card each, ``outcomes/PSEUDONYM.yaml`` the closed measures of one engagement.

    Raises
    ------
    InputError
        When it is not there, a file breaks a rule, an id occurs twice or is not its file's name, a figure was changed
        since it was sealed, or a card has no record that says the same.
    """
    if not folder.is_dir():
        raise InputError(f"There is no practice library {str(folder)!r}; 'perfloop practices add' makes one.")
    problems = Problems()
    cards: dict[str, Practice] = {}
    outcomes = _outcomes(folder, problems)
    for path in _files(folder, CARDS):
        document = read_yaml(path, folder)
        card = _keep(Practice, document, (), cards, problems)
        if card is not None:
            _stands(card, path, outcomes, document, problems)
    problems.raise_any()
    return FirmLibrary(dict(sorted(cards.items())), outcomes)


def read_outcomes(folder: Path) -> dict[str, ClosedMeasure]:
    """Records of a firm's closed measures alone, by id; none where there is no such folder yet 「读取结果记录」.

    Raises
    ------
    InputError
        When a file breaks a rule.
    """
    problems = Problems()
    found = _outcomes(folder, problems)
    problems.raise_any()
    return found


def _outcomes(folder: Path, problems: Problems) -> dict[str, ClosedMeasure]:
    found: dict[str, ClosedMeasure] = {}
    for path in _files(folder, OUTCOMES):
        document = read_yaml(path, folder)
        for at in range(len(entries(document, "closed measures"))):
            closed = _keep(ClosedMeasure, document, (at,), found, problems)
            if closed is not None and closed.source.engagement != path.stem:
                problems.add(_astray(closed, error_place(document, (at,))))
    return dict(sorted(found.items()))


def _files(folder: Path, name: str) -> list[Path]:
    found = sorted((folder / name).glob("*.yaml"))
    if len(found) > _MOST_FILES:
        raise InputError(f"{name} holds {len(found)} files, at most {_MOST_FILES:,} are read.")
    for path in found:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"{name}/{path.name} leads out of the library; it holds files of its own.")
    return found


def _keep(model: type[N], document: Document, at: Path_, found: dict[str, N], problems: Problems) -> N | None:
    """Read a noun, hold it to its seal, and keep it by its id."""
    noun = read_noun(model, document, at, lambda _: f"{model.__name__} {error_place(document, at)}", problems)
    if noun is None:
        return None
    place = error_place(document, at)
    if noun.seal != seal_of(noun):
        problems.add(
            InputError(
                f"{place}: figures of {noun.id} were changed by hand, they no longer match its 'seal'; only words may"
                " be edited. Restore the file, or make it anew with 'perfloop practices add'."
            )
        )
    if noun.id in found:
        problems.add(InputError(f"id == {noun.id!r} ({place}) occurs twice; ids are unique in a library."))
        return None
    found[noun.id] = noun
    return noun


def _astray(closed: ClosedMeasure, place: str) -> InputError:
    engagement = closed.source.engagement
    return InputError(
        f"{place}: {closed.id} is of engagement {engagement!r}, must stand in {OUTCOMES}/{engagement}.yaml."
    )


def _stands(
    card: Practice, path: Path, outcomes: Mapping[str, ClosedMeasure], document: Document, problems: Problems
) -> None:
    """Hold a card to its file's name, and to the record that its effect was taken from."""
    place = error_place(document, ())
    if card.id != path.stem:
        problems.add(InputError(f"{place}: id == {card.id!r}, must be the file's name {path.stem!r}."))
    record = outcomes.get(card.id)
    if record is None or any(getattr(record, name) != getattr(card, name) for name in SHARED):
        told = "has no record" if record is None else "differs from its record"
        problems.add(
            InputError(f"{place}: card {card.id!r} {told} in {OUTCOMES}/{card.source.engagement}.yaml; it rests on it.")
        )
