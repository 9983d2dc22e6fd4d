"""Steps and parameters that a run takes from its playbook 「剧本的步骤与参数」."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diagnostics.dictionary.playbooks import (
    Site,
    engagement_site,
    firm_playbooks,
    known_playbooks,
    playbook_of,
    read_playbook,
    sites,
)
from diagnostics.dictionary.playbooks.read import place_in
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.playbook import Playbook
from diagnostics.run.parameters import fitting
from diagnostics.run.steps import NAMES, STEPS


def validated(firm: Path | None = None) -> dict[str, Playbook]:
    """Every playbook there is, its parameters held to the notebooks too 「校验全部剧本」.

    Parameters
    ----------
    firm : Path, optional
        Folder of the firm's playbooks.

    Raises
    ------
    InputError
        When any of them breaks a rule: before anything runs, whichever of them is followed.
    """
    known = known_playbooks(firm)
    for key, site in sites(firm).items():
        _fitting(known[key], site)
    return known


def followed(engagement: Engagement) -> Playbook | None:
    """Playbook that an engagement follows, once all are validated; None where it follows none 「所用剧本」.

    Raises
    ------
    InputError
        When any playbook breaks a rule.
    """
    settings = engagement.settings
    if not settings.playbook:
        return None
    return validated(firm_playbooks(settings, engagement.folder))[settings.playbook]


def steps_asked(engagement: Engagement, said: frozenset[str]) -> frozenset[str]:
    """Steps that a command names; those of the playbook, else all, where it names none 「本次步骤」."""
    playbook = None if said else playbook_of(engagement.settings, engagement.folder)
    return said or frozenset(NAMES if playbook is None else (each.step for each in playbook.steps))


def brought_parameters(engagement: Engagement) -> dict[str, dict[str, Any]]:
    """Parameters by step that the engagement's playbook gives 「剧本参数」.

    Raises
    ------
    InputError
        When one is none of the step's notebook, or of another type.
    """
    site = engagement_site(engagement.settings, engagement.folder)
    if site is None:
        return {}
    playbook = read_playbook(site)
    _fitting(playbook, site)
    return {each.step: dict(each.parameters) for each in playbook.steps}


def origins(engagement: Engagement, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Where a parameter comes from, by step and name; defaults are not among them 「参数来源」.

    Examples
    --------
    With ``-p seed=7`` and a playbook that says ``seed: 0``, ``{"track": {"seed": "-p"}}``.
    """
    key = engagement.settings.playbook
    brought = {
        step: dict.fromkeys(values, f"playbook {key}") for step, values in brought_parameters(engagement).items()
    }
    return {name: {**brought.get(name, {}), **dict.fromkeys(given, "-p")} for name in NAMES}


def _fitting(playbook: Playbook, site: Site) -> None:
    notebooks = {each.name: each for each in STEPS}
    for at, each in enumerate(playbook.steps):
        for name, value in each.parameters.items():
            try:
                fitting(notebooks[each.step], {name: value}, site.id)
            except InputError:
                # Where it stands is looked up only for what is refused.
                fitting(notebooks[each.step], {name: value}, place_in(site, ("steps", at, "parameters", name)))
