"""Scenarios of the lab as files, and run again from there 「情景保存与复算」."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.intervene import open_scenario, save_scenario
from diagnostics.model.intervention import ID
from diagnostics.widgets.board import edited
from diagnostics.widgets.desk import DRAWS, IN_FORCE, Desk, open_desk

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.pay_scenario import PayScenario


def save(
    scenario: PayScenario, name: str, desk: Desk, own: Mapping[Path, bytes], beside: Collection[str] = ()
) -> tuple[PayScenario, Path]:
    """Write a scenario as ``scenarios/<name>.yaml`` 「保存情景」.

    Parameters
    ----------
    name : str
        Name of the file without ending; it becomes the scenario's id.
    own : mapping
        What this lab wrote, by file: it may write again what still stands there so and no measure of the ledger names.
        Others stay: people may have signed what they hold.
    beside : collection of str
        Ids of the other scenarios on the board, whose files are theirs.

    Returns
    -------
    PayScenario, Path
        The scenario with its id, and the file.

    Raises
    ------
    InputError
        When the name is none, or a file of that name is there that is not this lab's alone.
    SurroundingsError
        When the disk refuses.
    """
    key = name.strip()
    if not re.fullmatch(ID, key) or key.lower() == IN_FORCE:
        raise InputError(f"name == {name!r:.60}, must be Latin letters, digits, _ and -, and not {IN_FORCE!r}.")
    folder = desk.engagement.folder / "scenarios"
    path = folder / f"{key}.yaml"
    if path.exists():
        _require_own(path, key, desk, own, beside)
    made = edited(scenario, ("id",), key)
    return made, save_scenario(made, folder)


def _require_own(path: Path, key: str, desk: Desk, own: Mapping[Path, bytes], beside: Collection[str]) -> None:
    """Refuse to write over what another wrote, changed, agreed on or has beside it."""
    named = [] if path not in own else desk.agreed(key)
    why = (
        "is there already and people may have agreed on it" if path not in own
        else "has been changed by another hand since it was saved here" if path.read_bytes() != own[path]
        else f"holds the terms of measure {named[0]!r}" if named
        else "is that of another scenario on the board" if key in beside
        else ""
    )  # fmt: skip
    if why:
        raise InputError(f"scenarios/{key}.yaml {why}; choose another name.")


def rerun(path: str | Path, scenarios: str, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """Saved scenarios simulated as the lab does: the same draws and seed, the same numbers 「复算情景」.

    Parameters
    ----------
    path : str or Path
        Folder of the engagement.
    scenarios : str
        Names of files in ``scenarios/``, with commas between, full-width or not; all but the plan in force where empty.
    draws, seed : int
        As in the lab.

    Returns
    -------
    DataFrame
        One row a scenario and entity, as `PaySimulation.frame`.

    Raises
    ------
    InputError
        When a scenario is not there or breaks a rule.
    """
    import pandas as pd

    desk = open_desk(path, "", draws, seed)
    if desk.left_out and not scenarios.strip():
        raise InputError(f"{next(iter(desk.left_out.values()))} Name the scenarios that are to be run.")
    names = [each.strip() for each in re.split("[,，、]", scenarios) if each.strip()]
    wanted = [open_scenario(desk.engagement, each) for each in names] or [
        each for key, each in desk.scenarios.items() if key != IN_FORCE
    ]
    return pd.concat([desk.simulate(each).frame() for each in wanted], ignore_index=True)
