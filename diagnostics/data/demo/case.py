"""Writes a made-up client as a complete engagement folder 「生成演示项目」."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

from diagnostics.errors import InputError, unknown
from diagnostics.model.canonical import canonical
from diagnostics.terms import Language

if TYPE_CHECKING:
    import pandas as pd

Case = Literal["a", "b"]
CASES: tuple[Case, ...] = get_args(Case)
SEED = 20250630
_FOLDERS = ("data", "evidence", "notes")
_FILES = (
    "engagement.yaml", "kpis.yaml", "scorecards.yaml", "ledger.yaml",
    "evidence/causes.yaml", "evidence/interviews.yaml", "evidence/traps.yaml",
)  # fmt: skip
# Pay plans that are tried out, and a consultant's words: Case A alone has them.
_OWN = ("scenarios", "notes")


def write_case(case: Case, folder: Path, *, language: Language = "zh", seed: int = SEED) -> str:
    """Write a demo client with planted truth, and name the period to run 「写演示项目」.

    Parameters
    ----------
    case : {"a", "b"}
        A: a wellness shop among eleven sister shops. B: a manufacturer whose scores shine while profit falls.
    folder : Path
        Where the engagement goes; it must not exist, or be empty.
    language : {"zh", "en"}
        Language of the engagement's pages and names.
    seed : int
        Seed of every draw: equal seeds write equal bytes.

    Returns
    -------
    str
        The period that the case is told in: ``2025-06`` for A, ``2025-12`` for B.

    Raises
    ------
    InputError
        When the folder holds something already, or the case is unknown.

    Notes
    -----
    ``truth.json`` records the planted causes, effects and decoys. No step reads it; tests hold the steps to it.
    """
    if case not in CASES:
        raise unknown("demo case", case, CASES)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"Folder {folder} holds something already; the demo needs a new or an empty one.")
    frames, truth = _story(case, seed)
    for each in _FOLDERS:
        (folder / each).mkdir(parents=True, exist_ok=True)
    _write_configuration(case, folder, language)
    for name, frame in frames.items():
        text = frame.to_csv(index=False, lineterminator="\n")
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    record = {"case": case, "seed": seed, **truth}
    (folder / "truth.json").write_text(canonical(record, indent=1) + "\n", encoding="utf-8", newline="\n")
    return str(truth["period"])


def _story(case: Case, seed: int) -> tuple[Mapping[str, pd.DataFrame], dict[str, Any]]:
    if case == "a":
        from diagnostics.data.demo import wellness as told
    else:
        from diagnostics.data.demo import manufacturer as told  # type: ignore[no-redef]
    return told.facts(seed), told.truth()


def _write_configuration(case: Case, folder: Path, language: Language) -> None:
    room = files("diagnostics.data.demo").joinpath(f"case_{case}")
    cast = yaml.safe_load(room.joinpath("cast.yaml").read_text(encoding="utf-8"))
    names = {key: words[language] for key, words in cast["names"].items()}
    for name in (*_FILES, *(each for where in _OWN for each in _within(room, where))):
        (folder / name).parent.mkdir(exist_ok=True)
        text = Template(room.joinpath(name).read_text(encoding="utf-8")).substitute(names, language=language)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "entities.csv").write_text(_entities(cast["entities"], language), encoding="utf-8", newline="\n")


def _within(room: Traversable, folder: str) -> list[str]:
    """Files of a folder that a case may lack, by their names in the engagement."""
    own = room.joinpath(folder)
    return sorted(f"{folder}/{each.name}" for each in own.iterdir()) if own.is_dir() else []


def _entities(cast: list[dict[str, str]], language: Language) -> str:
    buffer = io.StringIO()
    columns = ["id", "name", "aliases", "level", "parent", "peer_group", "responsible"]
    writer = csv.DictWriter(buffer, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    other: Language = "en" if language == "zh" else "zh"
    for each in cast:
        writer.writerow({**each, "name": each[language], "aliases": each[other]})
    return buffer.getvalue()
