"""The pay scenario that a measure was agreed on with, known by its content 「约定的薪酬方案」."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical
from diagnostics.model.intervention import SCENARIO

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def scenario_hash(engagement: Engagement, name: str) -> str:
    """SHA-256 of what a saved scenario says, whatever its comments and line ends 「方案指纹」.

    Parameters
    ----------
    name : str
        File relative to the engagement, such as ``scenarios/new_plan.yaml``; it goes into a measure's
        ``scenario_hash`` when the measure is agreed on.

    Raises
    ------
    InputError
        When the name leads elsewhere than into scenarios/, the file is not there, or is no YAML.
    """
    from diagnostics.dictionary.yaml_file import read_yaml

    if re.fullmatch(SCENARIO, name) is None:
        raise InputError(f"scenario == {name[:80]!r}, must be a file such as 'scenarios/new_plan.yaml'.")
    return sha256(canonical(read_yaml(engagement.folder / name, engagement.folder).data).encode()).hexdigest()
