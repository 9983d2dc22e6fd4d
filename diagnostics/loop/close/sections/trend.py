"""Section: the one chart at the top, with target and starts of measures 「走到哪里了」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section
from diagnostics.loop.close.sections.focal_figure import focal_figure
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording


def trend_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Series of the focal KPI with its target, its usual range and the starts of measures 「走势」."""
    figure = focal_figure(inputs, wording)
    if figure is None:
        return None
    return Section(id="trend", title=say("glance.trend.title", wording.language), parts=(figure,))
