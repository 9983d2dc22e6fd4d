"""Nothing runs without what its playbook needs 「剧本关口」."""

from __future__ import annotations

from datetime import date

from diagnostics.dictionary.playbooks import Unmet, unmet
from diagnostics.dictionary.playbooks.unmet import seeded
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.playbook import Playbook
from diagnostics.run.playbooks.steps import followed

_LEDGER = "ledger.db"


def lacking(engagement: Engagement, playbook: Playbook) -> tuple[Unmet, ...]:
    """Requirements that an engagement does not meet, measures of its ledger counted 「未满足的要求」."""
    return unmet(engagement, playbook, measures_of(engagement))


def measures_of(engagement: Engagement) -> dict[str, tuple[str, date | None]]:
    """KPI and start by measure: those of ledger.yaml, and those that commands recorded 「台账措施」."""
    found = seeded(engagement)
    if engagement.settings.ledger.url_from is None and not (engagement.folder / _LEDGER).is_file():
        return found
    from diagnostics.loop.intervene.ledger import open_ledger

    for key, state in open_ledger(engagement).states().items():
        found[key] = (state.intervention.kpi, state.intervention.start)
    return found


def refuse_unmet(engagement: Engagement) -> tuple[str, ...]:
    """Refuse a run that lacks what its playbook needs; what it merely should have is told 「要求未满足则拒绝」.

    Returns
    -------
    tuple of str
        A line for each requirement that should be met and isn't.

    Raises
    ------
    InputError
        Naming playbook, field, what is needed and what is impossible without it.
    """
    playbook = followed(engagement)
    if playbook is None:
        return ()
    found = lacking(engagement, playbook)
    told = refusal(engagement, found)
    if told:
        raise InputError(told)
    return tuple(f"note: {each.told()}" for each in found)


def unmet_lines(engagement: Engagement) -> tuple[str, ...]:
    """What a plan tells of requirements that are not met 「计划中的提示」."""
    playbook = followed(engagement)
    found = () if playbook is None else lacking(engagement, playbook)
    told = {"must": "refused for now: ", "should": "note: "}
    return tuple(f"{told[each.requirement.need]}{each.told()}" for each in found)


def refusal(engagement: Engagement, found: tuple[Unmet, ...]) -> str:
    """Why a run is refused for what its playbook needs, empty where it isn't 「拒绝的理由」."""
    needed = [each for each in found if each.requirement.need == "must"]
    if not needed:
        return ""
    place = engagement.places.get(("playbook",))
    lines = "\n".join(f"{each.told()}." for each in needed)
    where = f" ({place})" if place is not None else ""
    return (
        f"{_sentence(lines)}\nMeet it, or take the line 'playbook: {engagement.settings.playbook}' out of"
        f" engagement.yaml{where}."
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
