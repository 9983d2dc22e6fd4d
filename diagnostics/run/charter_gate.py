"""Nothing is measured before it is said what for 「章程关口」."""

from __future__ import annotations

from dataclasses import replace

from diagnostics.errors import InputError
from diagnostics.look.page import Callout, Page
from diagnostics.model.engagement import Engagement
from diagnostics.run.plan import Plan
from diagnostics.run.steps import NAMES
from diagnostics.terms import say

FIRST = NAMES[0]


def refuse_unanswered(engagement: Engagement, steps: frozenset[str]) -> None:
    """Refuse steps after the first one while the charter is not answered 「章程未答全则拒绝」.

    Parameters
    ----------
    steps : frozenset of str
        Steps asked for.

    Raises
    ------
    InputError
        Naming the fields without an answer, and where they belong.
    """
    told = refusal(engagement, steps)
    if told:
        raise InputError(told)


def refusal(engagement: Engagement, steps: frozenset[str]) -> str:
    """Why a run of these steps is refused, empty where it isn't 「拒绝的理由」.

    Parameters
    ----------
    steps : frozenset of str
        Steps asked for.
    """
    missing = engagement.settings.charter.unanswered
    if not missing or steps <= {FIRST}:
        return ""
    place = engagement.places.get(("charter",)) or engagement.places.get(("settings",))
    where = f" ({place})" if place is not None else ""
    return (
        f"The charter{where} gives no {_listed(missing)}; the steps after {FIRST} need its three questions, the"
        " sponsor's statement and what firm and staff gain. Answer them, or run with --draft: its page is stamped as a"
        " draft and is not published."
    )


def gated(plan: Plan, engagement: Engagement) -> Plan:
    """Plan of which no step after the first one remains while the charter is not answered 「章程关口下的计划」.

    What a draft computed is up to date for these steps too; without this their page would be made, without its stamp.
    """
    if plan.draft or not engagement.settings.charter.unanswered:
        return plan
    steps = (each if each.step.name == FIRST else replace(each, action="leave out", left=None) for each in plan.steps)
    return replace(plan, steps=tuple(steps))


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def drafted(page: Page) -> Page:
    """Page that says at its top, and on every printed sheet, that it is a draft 「草稿页面」."""
    title, text = say("draft.title", page.language), say("draft.text", page.language)
    notice = Callout(title=title, text=text, tone="watch")
    stamp = say("draft.stamp", page.language)
    told = f"{stamp} \u00b7 {page.stamp}" if page.stamp else stamp
    return page.model_copy(update={"stamp": told, "notices": (notice, *page.notices), "draft": stamp})
