"""Cards, training and tools from their files; a firm's own beside those that come along 「读取干预措施库」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Path_, read_yaml
from diagnostics.errors import InputError, unknown
from diagnostics.model.base import Noun
from diagnostics.model.library_card import Level, LevelTools, LibraryCard, TrainingModule

OWN = "library/interventions"
DELIVERED = "playbooks/library/interventions"
_PACKAGE = Path(__file__).resolve().parent.parent.parent
# Two files hold something else; every other one holds cards.
_TRAINING, _TOOLS = "training.yaml", "tools.yaml"
_MOST_FILES = 200
N = TypeVar("N", bound=Noun)


@dataclass(frozen=True, eq=False)
class Library:
    """Cards, training and tools by level 「干预措施库」.

    Parameters
    ----------
    cards : mapping of LibraryCard
        By id, those that come along before a firm's own.
    training : mapping of TrainingModule
        By id.
    tools : mapping of LevelTools
        By level.
    own : frozenset of str
        Ids that the firm's own folder brings, or puts in the place of what comes along.
    """

    cards: Mapping[str, LibraryCard]
    training: Mapping[str, TrainingModule]
    tools: Mapping[Level, LevelTools]
    own: frozenset[str] = frozenset()

    def tools_of(self, level: str) -> LevelTools:
        """Tools that fit a level of the company 「分级工具」.

        Raises
        ------
        UnknownNameError
            When there is no such level.
        """
        for each in self.tools.values():
            if each.level == level:
                return each
        raise unknown("level", level, self.tools, "the library's tools")


def read_library(folder: Path | None = None) -> Library:
    """Library that comes along, with a firm's own cards beside it 「读取干预措施库」.

    Parameters
    ----------
    folder : Path, optional
        An engagement; its ``library/interventions/*.yaml`` are read where they are there. A card with an id that comes
        along stands in its place.

    Raises
    ------
    InputError
        When a file breaks a rule, an id occurs twice in one folder, or a path leads out of the engagement.
    """
    # A wheel carries playbooks inside the package; a checkout has them beside it.
    root = next(each for each in (_PACKAGE / "_assets", _PACKAGE.parent) if (each / DELIVERED).is_dir())
    found = _read(root / DELIVERED, root)
    if folder is None or not (folder / OWN).is_dir():
        return found
    own = _read(folder / OWN, folder)
    return Library(
        {**found.cards, **own.cards},
        {**found.training, **own.training},
        {**found.tools, **own.tools},
        frozenset({*own.cards, *own.training}),
    )


def _read(folder: Path, root: Path) -> Library:
    files = sorted(folder.glob("*.yaml"))
    if len(files) > _MOST_FILES:
        raise InputError(f"{folder.name} holds {len(files)} files, at most {_MOST_FILES} are read.")
    problems = Problems()
    cards: dict[str, LibraryCard] = {}
    training: dict[str, TrainingModule] = {}
    tools: dict[Level, LevelTools] = {}
    for path in files:
        if not path.resolve().is_relative_to(root.resolve()):
            raise InputError(f"{path.name} leads out of {root.name}; a library holds files of its own.")
        if path.name == _TRAINING:
            training = _named(TrainingModule, path, root, problems, {})
        elif path.name == _TOOLS:
            tools = {each.level: each for each in _nouns(LevelTools, path, root, problems)}
        else:
            cards |= _named(LibraryCard, path, root, problems, cards)
    problems.raise_any()
    return Library(cards, training, tools)


C = TypeVar("C", LibraryCard, TrainingModule)


def _named(model: type[C], path: Path, root: Path, problems: Problems, known: Mapping[str, C]) -> dict[str, C]:
    found: dict[str, C] = {}
    for each in _nouns(model, path, root, problems):
        if each.id in found or each.id in known:
            problems.add(InputError(f"id == {each.id!r} ({path.name}) occurs twice; ids are unique in a library."))
        found[each.id] = each
    return found


def _nouns(model: type[N], path: Path, root: Path, problems: Problems) -> list[N]:
    document = read_yaml(path, root)

    def subject(at: Path_) -> str:
        entry = document.data[at[0]] if at and isinstance(at[0], int) else None
        name = entry.get("id", entry.get("level", "")) if isinstance(entry, dict) else ""
        return f"{model.__name__} {str(name)[:64]!r}" if name else f"{model.__name__} {error_place(document, at[:1])}"

    listed = entries(document, "cards")
    read = [read_noun(model, document, (at,), subject, problems) for at in range(len(listed))]
    return [each for each in read if each is not None]
