"""Scenarios of the lab as files, and run again from there 「情景保存与复算」."""

from __future__ import annotations

import re
from collections.abc import Collection
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


def save(scenario: PayScenario, name: str, desk: Desk, own: Collection[Path]) -> tuple[PayScenario, Path]:
    """Write a scenario as ``scenarios/<name>.yaml`` 「保存情景」.

    Parameters
    ----------
    name : str
        Name of the file without ending; it becomes the scenario's id.
    own : collection of Path
        Files that this lab wrote and may write again. Others stay: people may have signed what they hold.

    Returns
    -------
    PayScenario, Path
        The scenario with its id, and the file.

    Raises
    ------
    InputError
        When the name is none, or a file of that name is there that this lab did not write.
    SurroundingsError
        When the disk refuses.
    """
    key = name.strip()
    if not re.fullmatch(ID, key) or key == IN_FORCE:
        raise InputError(f"name == {name!r:.60}, must be small letters, digits and _ and not {IN_FORCE!r}.")
    folder = desk.engagement.folder / "scenarios"
    path = folder / f"{key}.yaml"
    if path.exists() and path not in own:
        raise InputError(
            f"scenarios/{key}.yaml is there already and people may have agreed on it; choose another name."
        )
    made = edited(scenario, ("id",), key)
    return made, save_scenario(made, folder)


def rerun(path: str | Path, scenarios: str, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """Saved scenarios simulated as the lab does: the same draws and seed, the same numbers 「复算情景」.

    Parameters
    ----------
    path : str or Path
        Folder of the engagement.
    scenarios : str
        Names of files in ``scenarios/``, with commas between; all but the plan in force where empty.
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
    names = [each.strip() for each in scenarios.split(",") if each.strip()]
    wanted = [open_scenario(desk.engagement, each) for each in names] or [
        each for key, each in desk.scenarios.items() if key != IN_FORCE
    ]
    return pd.concat([desk.simulate(each).frame() for each in wanted], ignore_index=True)
