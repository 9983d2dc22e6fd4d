"""Which page is for whom: leadership, the client's team, the consultant, one party 「发布页面」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import unknown
from diagnostics.loop.close.audience import AUDIENCES, fit
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.inputs import read_inputs
from diagnostics.loop.close.noted import with_notes
from diagnostics.loop.close.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.look.page import Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs

    Maker = Callable[[Inputs, Wording, Conclusions], Page]

STEPS = ("align", "diagnose", "intervene", "track", "close")
PARTY = "party:"


def page_for(run: str | Path, *, step: str = "close", audience: str = "leadership") -> Page:
    """Page of a step for an audience, from a run's results alone 「按读者生成页面」.

    Parameters
    ----------
    run : str or Path
        Folder whose ``results/`` are read; nothing else is, and a publishing run holds nothing else.
    step : {"align", "diagnose", "intervene", "track", "close"}
        Step whose page it is; a party's own sheet is of no step.
    audience : str
        ``leadership``, ``client``, ``consultant``, or ``party:ID``.

    Raises
    ------
    InputError
        When step or audience are none, or the results lack what the page tells.
    """
    folder = Path(run)
    if audience.startswith(PARTY):
        return _of_party(folder, audience.removeprefix(PARTY))
    if step not in STEPS:
        raise unknown("step", step, STEPS)
    if audience not in AUDIENCES:
        raise unknown("audience", audience, [*AUDIENCES, f"{PARTY}ID"])
    inputs = read_inputs(folder, step)
    wording = Wording(inputs)
    conclusions = conclude(inputs, wording)
    page = _maker(step)(inputs, wording, conclusions)
    if step == STEPS[-1]:
        page = with_notes(page, inputs.notes, wording)
    return fit(page, inputs, wording, conclusions, audience)


def _maker(step: str) -> Maker:
    """What makes the page of a step; only the one that is asked for is loaded."""
    from importlib import import_module

    if step == "close":
        from diagnostics.loop.close.page import page_of

        return page_of
    made: Maker = getattr(import_module(f"diagnostics.loop.close.step_pages.{step}"), f"{step}_page")
    return made


def _of_party(folder: Path, party: str) -> Page:
    from diagnostics.data.handoff import read_party
    from diagnostics.loop.close.party_page import party_page

    return party_page(read_party(folder, party))
