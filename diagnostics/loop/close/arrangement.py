"""Order of the sections of the retrospective 「章节次序」.

A leader asks in this order: did it work, what is to be decided, why, what else moves, what is being done about it, what
did it cost, who carried it, what was learned. What answers within a minute stands open; all else is folded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Section
from diagnostics.loop.close.inside import folded
from diagnostics.loop.close.sections import appendix, leading
from diagnostics.loop.close.sections.account.closed import closed_section
from diagnostics.loop.close.sections.account.returns import returns_section
from diagnostics.loop.close.sections.account.standard import standard_section
from diagnostics.loop.close.sections.board import board_section
from diagnostics.loop.close.sections.causes import causes_section
from diagnostics.loop.close.sections.changes import changes_section
from diagnostics.loop.close.sections.conflicts import conflicts_section
from diagnostics.loop.close.sections.driver_table import bridge_section
from diagnostics.loop.close.sections.drivers import drivers_section
from diagnostics.loop.close.sections.effect import effect_section
from diagnostics.loop.close.sections.expected import expected_section
from diagnostics.loop.close.sections.field_work import field_work_section
from diagnostics.loop.close.sections.gap import gap_section
from diagnostics.loop.close.sections.lessons import lessons_section
from diagnostics.loop.close.sections.losses import losses_section
from diagnostics.loop.close.sections.measures import measures_section
from diagnostics.loop.close.sections.people.feedback import feedback_section
from diagnostics.loop.close.sections.people.hit_rates import hit_rates_section
from diagnostics.loop.close.sections.people.recognition import recognition_section
from diagnostics.loop.close.sections.period_end import period_end_section
from diagnostics.loop.close.sections.plan import proposals_section
from diagnostics.loop.close.sections.quality import quality_section
from diagnostics.loop.close.sections.reading import reading_section
from diagnostics.loop.close.sections.restatement import restatement_section
from diagnostics.loop.close.sections.rounds.history import rounds_section
from diagnostics.loop.close.sections.rounds.next_targets import next_targets_section
from diagnostics.loop.close.sections.sight import sight_section
from diagnostics.loop.close.sections.steps import other_steps_section, steps_section
from diagnostics.loop.close.sections.system import charter_section, system_section
from diagnostics.loop.close.sections.traps import traps_section
from diagnostics.loop.close.sections.trend import trend_section
from diagnostics.loop.close.sections.warnings import warnings_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

Maker = Callable[["Inputs", "Wording", "Conclusions"], Section | None]
"""Gives a section from all that was read, worded and concluded; nothing where there is nothing to say."""


def of_inputs(make: Callable[[Inputs, Wording], Section | None]) -> Maker:
    """Maker of a section that needs what was read alone 「由输入成章」."""
    return lambda inputs, wording, _: make(inputs, wording)


def of_record(name: str, make: Callable[[Any, Wording], Section | None]) -> Maker:
    """Maker of a section that needs one hand-off, or one thing concluded, by its name 「由一项成章」."""
    return lambda inputs, wording, conclusions: make(
        getattr(conclusions if hasattr(conclusions, name) else inputs, name), wording
    )


def _measures(_: Inputs, wording: Wording, conclusions: Conclusions) -> Section | None:
    # Without measures the first section has said so.
    return measures_section(conclusions.reviews, wording) if conclusions.reviews else None


def _board(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Section | None:
    return board_section(inputs, conclusions.measures, wording)


def _quality(inputs: Inputs, wording: Wording, _: Conclusions) -> Section | None:
    return quality_section(inputs.quality, wording) if inputs.quality else None


# Open, on the first two screens: as few as can be.
OPEN: tuple[Maker, ...] = (
    of_record("reviews", effect_section),
    of_inputs(trend_section),
    of_record("steps", steps_section),
)
# Folded, in the order in which a leader would ask.
FOLDED: tuple[Maker, ...] = (
    # Did it work?
    _measures,
    closed_section,
    # What is to be decided?
    of_record("steps", other_steps_section),
    of_inputs(sight_section),
    of_inputs(proposals_section),
    # Why?
    of_inputs(partial(gap_section, drawn=False)),
    of_inputs(partial(drivers_section, told=False)),
    of_record("losses", losses_section),
    of_record("causes", causes_section),
    of_record("fieldwork", field_work_section),
    # What else moves?
    of_inputs(leading.leading_section),
    of_inputs(expected_section),
    of_record("traps", traps_section),
    of_record("conflicts", conflicts_section),
    of_inputs(period_end_section),
    # What is being done about it?
    of_inputs(warnings_section),
    _board,
    # What did it cost, and what did it bring?
    of_record("returns", returns_section),
    # Who carried it?
    of_record("rounds", recognition_section),
    # What was learned?
    of_record("rounds", rounds_section),
    of_record("rounds", next_targets_section),
    of_record("rounds", hit_rates_section),
    of_record("rounds", feedback_section),
    of_record("lessons", lessons_section),
    standard_section,
    of_record("restatement", restatement_section),
    of_inputs(changes_section),
    of_inputs(charter_section),
    # How is all this read?
    of_record("playbook", reading_section),
)
# Methods and limits.
APPENDIX: tuple[Maker, ...] = (
    # Faults of KPIs and score cards, with the fields to be mended: what can't wait of them stands among the next steps.
    of_inputs(system_section),
    _quality,
    of_inputs(bridge_section),
    of_inputs(leading.not_leading_section),
    of_inputs(appendix.definitions_section),
    of_inputs(appendix.methods_section),
)


def arranged(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> tuple[Section, ...]:
    """Open sections, then the folded ones with a line each on what is inside 「正文章节」."""
    return (*made(OPEN, inputs, wording, conclusions), *behind(FOLDED, inputs, wording, conclusions))


def behind(makers: Iterable[Maker], inputs: Inputs, wording: Wording, conclusions: Conclusions) -> tuple[Section, ...]:
    """Folded sections with a line each on what is inside 「折叠章节」."""
    found = made(makers, inputs, wording, conclusions)
    return tuple(folded(each, inputs, wording, conclusions) for each in found)


def made(makers: Iterable[Maker], inputs: Inputs, wording: Wording, conclusions: Conclusions) -> tuple[Section, ...]:
    """Sections that have something to say, in their order 「有内容的章节」."""
    found = (each(inputs, wording, conclusions) for each in makers)
    return tuple(each for each in found if each is not None)
