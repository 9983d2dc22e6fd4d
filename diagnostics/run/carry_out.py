"""A run from the engagement's folder to the page 「执行运行」."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostics.errors import PerfloopError
from diagnostics.model.engagement import Engagement
from diagnostics.run.charter_gate import gated, refuse_unanswered
from diagnostics.run.data_versions import refuse_stranger
from diagnostics.run.execute import execute
from diagnostics.run.keys import source_files
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.made import Made, copied, files_of, manifest_of, now
from diagnostics.run.manifest import PageRecord, StepRecord
from diagnostics.run.noting import write_notes
from diagnostics.run.pinning import STEP, standing
from diagnostics.run.plan import Action, Plan, StepPlan, asked_for, make_plan, revised
from diagnostics.run.playbooks.gate import refuse_unmet
from diagnostics.run.playbooks.reading import write_playbook
from diagnostics.run.playbooks.steps import steps_asked
from diagnostics.run.progress import Progress
from diagnostics.run.publish import render, render_monday
from diagnostics.run.publishing.codename import dressing
from diagnostics.run.publishing.gate import PAGE, is_placed, published
from diagnostics.run.publishing.placing import settle_all
from diagnostics.run.restating import Correcting, Reason, correcting, refuse_change, restating_told
from diagnostics.run.resuming.finished import mark_finished, taken_over, unmark
from diagnostics.run.resuming.steady import Steady
from diagnostics.run.resuming.stopping import keep, sweep_useless, swept
from diagnostics.run.steps import NAMES
from diagnostics.run.tracing import write_trace
from diagnostics.run.warm.parent import shared_parent
from diagnostics.run.workspace import Run, Workspace

FIRST, LAST = NAMES[0], NAMES[-1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to 「运行结果」.

    Parameters
    ----------
    page : Path or None
        Leadership's page, None where a run of some steps left it behind.
    ran, reused, left_out : tuple of str
        What happened to each step.
    """

    run: Run
    page: Path | None
    ran: tuple[str, ...]
    reused: tuple[str, ...]
    left_out: tuple[str, ...]


def carry_out(  # noqa: PLR0913 (what the command asks for)
    folder: Path,
    period: str,
    steps: frozenset[str] = frozenset(),
    given: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    *,
    restate: Reason | None = None,
    draft: bool = False,
) -> Outcome:
    """Run the steps of an engagement that are not up to date, and publish the page 「运行闭环」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    period : str
        Text of the period, such as ``2025-08``.
    steps : frozenset of str
        Steps asked for, with what they need and is not up to date; by default those of the playbook, else all.
    given : mapping, optional
        Parameters of the notebooks by name, as texts.
    restate : Reason, optional
        Why figures of a published page change; without it such a run is refused.
    draft : bool
        Whether the page may be made though the charter is not answered; it is stamped and not published.

    Raises
    ------
    InputError
        When something is wrong or missing that the run or its playbook needs, the charter is not answered, an input
        changes while it runs, published figures would change without a reason, or nobody bears the name of its giver.
    StepFailedError
        When a notebook fails; runs and pages stay as they were.
    SurroundingsError
        When another process holds the engagement, or disk or kernel fail.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.notes.reading import read_notes
    from diagnostics.loop.intervene.ledger import seed

    progress = progress or Progress()
    finish_killed(folder)
    engagement = load_engagement(folder)
    # What is wrong is found before anything is written, the ledger included.
    span, *_ = asked_for(engagement, period, given)
    steps = steps_asked(engagement, steps)
    for line in refuse_unmet(engagement):
        progress.say(line)
    if not draft:
        refuse_unanswered(engagement, steps)
    refuse_stranger(engagement, restate.by if restate else "")
    source_files(engagement)
    read_notes(engagement)
    with hold(engagement.folder, f"perfloop run --period {span.text}"):
        # Whoever held it until now may have changed what was read.
        engagement = load_engagement(folder)
        span, *_ = asked_for(engagement, period, given)
        refuse_unmet(engagement)
        if not draft:
            refuse_unanswered(engagement, steps)
        refuse_stranger(engagement, restate.by if restate else "")
        workspace = Workspace(engagement.folder, span.text)
        # Where nothing was ever run its import begins while the rest is read; else when a step runs.
        with swept(workspace, progress), shared_parent(needed=workspace.current() is None):
            if settle_all(engagement.folder / "reports"):
                progress.say("finished or undid what a killed publish left")
            still = Steady(engagement)
            plan = gated(make_plan(engagement, period, steps, given, draft=draft), engagement)
            told = _correction(engagement, plan, restate, progress)
            if seed(engagement):
                plan = gated(make_plan(engagement, period, steps, given, draft=draft), engagement)
            plan = revised(plan, told.inputs)
            sweep_useless(workspace, plan)
            run = _up_to_date(plan, progress) or _new_run(engagement, workspace, plan, progress, told=told, still=still)
            return _outcome(engagement, workspace, run, plan)


def _correction(engagement: Engagement, plan: Plan, reason: Reason | None, progress: Progress) -> Correcting:
    """What the page will say of corrected figures; a published one changes with a reason only."""
    found = standing(engagement, plan.period, plan.inputs_of(STEP))
    if plan.complete and reason is None and not plan.draft:
        refuse_change(found, plan.period.text)
    if reason is not None:
        progress.say(restating_told(found, of_draft=plan.draft, makes_page=plan.complete, period=plan.period.text))
    return correcting(found, plan.period.text, reason if plan.complete and not plan.draft else None)


def _up_to_date(plan: Plan, progress: Progress) -> Run | None:
    if not plan.nothing_to_do or plan.current is None:
        return None
    progress.say(f"nothing to run: inputs, code and parameters are those of run {plan.current.folder.name}")
    return plan.current


def _new_run(
    engagement: Engagement, workspace: Workspace, plan: Plan, progress: Progress, *, told: Correcting, still: Steady
) -> Run:
    made = Made(workspace.stage(), now(), told, steady=lambda: still.refuse_changed(plan))
    try:
        # One kernel alone is there sooner without.
        with shared_parent(needed=sum(each.action == "run" for each in plan.steps) > 1):
            do_steps(engagement, plan.steps, plan.current, made, progress)
        made.page = _page(engagement, made.staging, plan, progress)
        render_monday(made.staging, draft=plan.draft)
        unmark(made.staging)
        return workspace.complete(made.staging, manifest_of(engagement, plan, made))
    except PerfloopError as error:
        logs = keep(workspace, made.staging, error, progress)
        raise type(error)(f"{str(error).rstrip('.')}. Logs: {logs}.") from error
    except BaseException as error:
        keep(workspace, made.staging, error, progress)
        raise


def do_steps(
    engagement: Engagement, steps: Iterable[StepPlan], current: Run | None, made: Made, progress: Progress
) -> None:
    """Copy what is unchanged, run what is not, and record what each step wrote 「执行各步」."""
    for each in steps:
        name = each.step.name
        if name == LAST and each.action != "leave out":
            made.correction.write(made.staging)
        if each.left is not None and each.action == "reuse":
            made.steps[name] = taken_over(each.left, made.staging, name)
            progress.say(f"{name}: finished by a run that did not end, taken over")
        elif each.action == "reuse" and current is not None:
            made.steps[name] = copied(current, made.staging, name)
            progress.say(f"{name}: unchanged")
        elif each.action == "run":
            made.steps[name] = _execute(engagement, made.staging, each, progress)
            made.steady()
            mark_finished(made.staging, name, made.steps[name])
            progress.say(f"{name}: ran in {made.steps[name].seconds:.1f} s ({each.because()})")
        else:
            progress.say(f"{name}: left out ({each.because()})")


def _execute(engagement: Engagement, staging: Path, plan: StepPlan, progress: Progress) -> StepRecord:
    name = plan.step.name
    before = files_of(staging)
    if name == FIRST:
        # A playbook may end before the last step; its pages tell how they are read as well.
        write_playbook(engagement, staging)
    if name == LAST:
        write_notes(engagement, staging)
        write_trace(engagement, staging)
    with progress.doing(name):
        seconds = execute(
            plan.step, staging, engagement.folder, plan.parameters, lambda at, of: progress.cell(name, at, of)
        )
    wrote = {file: digest for file, digest in files_of(staging).items() if before.get(file) != digest}
    return StepRecord(key=plan.key, inputs=plan.inputs, parameters=plan.parameters, outputs=wrote, seconds=seconds)


def _page(engagement: Engagement, staging: Path, plan: Plan, progress: Progress) -> PageRecord | None:
    if not plan.complete:
        return None
    if plan.current is not None and plan.current.manifest.page is not None and not plan.page_changed:
        page = plan.current.manifest.page
        shutil.copyfile(plan.current.folder / page.file, staging / page.file)
        return page
    with progress.doing("page"):
        return render(staging, plan.page, draft=plan.draft, **dressing(engagement.settings))


def _outcome(engagement: Engagement, workspace: Workspace, run: Run, plan: Plan) -> Outcome:
    """Publish the run's page where it is not published yet: a kill may have come between run and page."""
    page = None
    if run.manifest.page is not None and run.manifest.draft:
        page = workspace.place_draft(run)
    elif run.manifest.page is not None:
        page = workspace.page
        if not is_placed(engagement, run, workspace):
            content = (run.folder / run.manifest.page.file).read_bytes()
            published(engagement, run, {PAGE: {PAGE.name("html"): content}})
        # A draft beside the page that replaced it would only be mistaken for it.
        workspace.draft.unlink(missing_ok=True)
    ran = _names(plan, "run") if run is not plan.current else ()
    return Outcome(run, page, ran, _names(plan, "reuse"), _names(plan, "leave out"))


def _names(plan: Plan, action: Action) -> tuple[str, ...]:
    return tuple(each.step.name for each in plan.steps if each.action == action)
