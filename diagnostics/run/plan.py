"""What a run would do, and why 「运行计划」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.period import Period
from diagnostics.run.keys import changed, earlier_inputs, engagement_inputs, page_inputs, shown_inputs, step_inputs
from diagnostics.run.ledger.inputs import decisions_read, ledger_head
from diagnostics.run.manifest import key_of
from diagnostics.run.noting import note_inputs
from diagnostics.run.parameters import resolve
from diagnostics.run.playbooks.steps import brought_parameters
from diagnostics.run.resuming.finished import Left, left_by_stopped
from diagnostics.run.steps import NAMES, STEPS, Reads, Step
from diagnostics.run.tracing import trace_inputs
from diagnostics.run.workspace import Run, Workspace

Action = Literal["run", "reuse", "leave out"]
_REASONS_SHOWN = 4
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What would happen to a step 「步骤计划」.

    Parameters
    ----------
    action : {"run", "reuse", "leave out"}
        ``reuse`` copies unchanged results; ``leave out`` is a changed step after those asked for.
    inputs : mapping
        Everything its result depends on, by name.
    reasons : tuple of str
        Why it is not reused.
    left : Left, optional
        Run that had finished it and did not end itself, where it is taken over from there.
    """

    step: Step
    action: Action
    parameters: dict[str, Any]
    inputs: dict[str, str]
    reasons: tuple[str, ...]
    left: Left | None = None

    @property
    def key(self) -> str:
        """Key of the step 「步骤键」."""
        return key_of(self.inputs)

    def because(self) -> str:
        """Reasons in one line 「原因」."""
        more = len(self.reasons) - _REASONS_SHOWN
        return ", ".join(self.reasons[:_REASONS_SHOWN]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do, and why 「运行计划」."""

    period: Period
    as_of: date
    steps: tuple[StepPlan, ...]
    page: dict[str, str]
    page_changed: tuple[str, ...]
    current: Run | None
    draft: bool = False
    left: tuple[Left, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the last step is part of it, so that there will be a page 「是否产出页面」."""
        return self.steps[-1].action != "leave out"

    @property
    def nothing_to_do(self) -> bool:
        """Whether the current run already is what this plan would make 「无需运行」."""
        anew = any(each.action == "run" or each.left is not None for each in self.steps)
        # What a draft computed and needs none may be published once a run that is none has taken it over.
        anew |= self.current is not None and self.current.manifest.draft and not self.draft
        return not anew and not (self.complete and self.page_changed)

    def inputs_of(self, step: str) -> dict[str, str]:
        """Everything that the result of a step depends on 「某步骤的输入」."""
        return next(each.inputs for each in self.steps if each.step.name == step)


def make_plan(
    engagement: Engagement,
    period: str,
    steps: frozenset[str] = frozenset(NAMES),
    given: Mapping[str, str] | None = None,
    *,
    draft: bool = False,
) -> Plan:
    """Plan a run: which steps would run with which parameters, and which input changed 「制定运行计划」.

    Parameters
    ----------
    period : str
        Text of the period, such as ``2025-08``.
    steps : frozenset of str
        Steps asked for. What they need and is not up to date runs too.
    given : mapping, optional
        Parameters by name, as texts.
    draft : bool
        Whether the page is a draft.

    Raises
    ------
    InputError
        When the period, a parameter or a source file is wrong.
    """
    span, parameters, as_of = asked_for(engagement, period, given)
    workspace = Workspace(engagement.folder, span.text)
    current, left = workspace.current(), left_by_stopped(workspace)
    inputs = read_now(engagement, as_of)
    planned: list[StepPlan] = []
    keys: dict[str, str] = {}
    last = max(NAMES.index(name) for name in steps)
    for number, step in enumerate(STEPS):
        own = step_inputs(step, inputs, parameters[step.name], keys)
        keys[step.name] = key_of(own)
        planned.append(_step_plan(step, parameters[step.name], own, current, left if number <= last else None))
    page = page_inputs(keys["close"], draft=draft)
    return Plan(span, as_of, tuple(planned), page, _page_reasons(page, current), current, draft, left)


def _step_plan(
    step: Step, parameters: dict[str, Any], inputs: dict[str, str], current: Run | None, left: Iterable[Left] | None
) -> StepPlan:
    """What happens to a step; ``left`` is None where it was not asked for."""
    reasons = _reasons(step, inputs, current)
    if not reasons or left is None:
        return StepPlan(step, "leave out" if reasons else "reuse", parameters, inputs, reasons)
    key = key_of(inputs)
    found = next((each for each in left if each.has(step.name, key)), None)
    return StepPlan(step, "run" if found is None else "reuse", parameters, inputs, reasons, found)


def read_now(engagement: Engagement, as_of: date) -> dict[Reads, dict[str, str]]:
    """Everything that the steps of a run would read as it is now, by kind and name 「当前输入」.

    Raises
    ------
    InputError
        When a source file is wrong.
    """
    inputs = engagement_inputs(engagement, ledger_head(engagement, as_of))
    inputs["ledger"] |= decisions_read(engagement, as_of)
    inputs["earlier"] = earlier_inputs(engagement, as_of)
    inputs["shown"] = shown_inputs(engagement, as_of)
    inputs["page"] = note_inputs(engagement) | trace_inputs(engagement)
    return inputs


def revised(plan: Plan, inputs: Mapping[str, str]) -> Plan:
    """Plan whose last step depends on more 「修订计划」.

    Parameters
    ----------
    inputs : mapping
        Further inputs of the last step, by name; what corrected figures its page tells of.
    """
    if not inputs:
        return plan
    *before, last = plan.steps
    own = {**last.inputs, **inputs}
    left = None if last.action == "leave out" else plan.left
    page = page_inputs(key_of(own), draft=plan.draft)
    return Plan(
        plan.period, plan.as_of, (*before, _step_plan(last.step, last.parameters, own, plan.current, left)), page,
        _page_reasons(page, plan.current), plan.current, plan.draft, plan.left,
    )  # fmt: skip


def asked_for(
    engagement: Engagement, period: str, given: Mapping[str, str] | None = None
) -> tuple[Period, dict[str, dict[str, Any]], date]:
    """Period, parameters of every step and as-of date that a command asks for, checked 「请求」.

    Raises
    ------
    InputError
        When the period or a parameter is wrong.
    """
    span = engagement.calendar.parse(period)
    parameters = resolve(given or {}, span.text, brought_parameters(engagement))
    return span, parameters, as_of_date(parameters, span)


def as_of_date(parameters: Mapping[str, Mapping[str, Any]], period: Period) -> date:
    """Day as of which the ledger is read: the period's last day, never the clock 「截止日」.

    Raises
    ------
    InputError
        When parameter as_of is no date.
    """
    text = next((each["as_of"] for each in parameters.values() if each.get("as_of")), "")
    try:
        day = date.fromisoformat(text) if text else period.last_day
    except ValueError as error:
        raise InputError(f"Parameter as_of == {text!r} (-p), must be a day such as '2025-03-31'.") from error
    if day < period.last_day:
        # Figures of the whole period beside a ledger of its middle would be two dates on one page.
        raise InputError(
            f"Parameter as_of == {text!r} (-p), must be {period.last_day} (the last day of {period.text}) or later;"
            " run an earlier period to see an earlier day."
        )
    return day


def _reasons(step: Step, inputs: Mapping[str, str], current: Run | None) -> tuple[str, ...]:
    """Why the current run's results of a step can't be used again."""
    if current is None or step.name not in current.manifest.steps:
        return ("never run",)
    before = current.manifest.steps[step.name].inputs
    if different := changed(before, inputs):
        return _first_causes({name: _told(name, before.get(name), inputs.get(name)) for name in different})
    return () if current.intact(step.name) else ("its results were changed on disk",)


def _page_reasons(inputs: Mapping[str, str], current: Run | None) -> tuple[str, ...]:
    """Why the current run's page can't be used again."""
    if current is None or current.manifest.page is None:
        return ("never rendered",)
    different = changed(current.manifest.page.inputs, inputs)
    return different or (() if current.page_intact() else ("it was changed on disk",))


def _first_causes(told: Mapping[str, str]) -> tuple[str, ...]:
    """Own inputs first: that a step before it changed is news only where nothing else did."""
    own = tuple(what for name, what in told.items() if not name.startswith("step "))
    return own or tuple(f"{name} runs again" for name in told)


def _told(name: str, before: str | None, now: str | None) -> str:
    """An input that differs, and how, where that is more than another fingerprint."""
    if before is None or now is None:
        return f"{name} ({'new' if before is None else 'gone'})"
    short = name.startswith("parameter ") and max(len(before), len(now)) <= _LONGEST_SHOWN
    return f"{name} ({before} → {now})" if short else name
