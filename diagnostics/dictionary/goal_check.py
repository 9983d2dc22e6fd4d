"""Goals against KPIs, people, the calendar and each other 「目标校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.yaml_file import Path_
from diagnostics.errors import InputError, unknown
from diagnostics.model.goal import Goal


def goal_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Everything in the goals that other files, or other goals, don't bear out 「目标校验」."""
    document = files.settings_file
    goals = files.settings.goals
    first: dict[str, int] = {}
    for index, goal in enumerate(goals):
        at: Path_ = ("goals", index)
        if goal.id in first:
            line = document.line(("goals", first[goal.id]))
            place = error_place(document, at)
            yield InputError(f"Goal {goal.id!r} occurs twice ({place}), first in line {line}; ids are unique.")
        first.setdefault(goal.id, index)
        yield from _names(files, goal, at)
    yield from _circles(files, {each.id: each for each in goals}, first)


def _names(files: EngagementFiles, goal: Goal, at: Path_) -> Iterator[InputError]:
    document, kpis = files.settings_file, files.by_id
    known = [each.id for each in files.settings.goals]
    for number, name in enumerate(goal.kpis):
        if name not in kpis:
            yield unknown("KPI", name, kpis, f"{error_place(document, (*at, 'kpis', number))} of goal {goal.id!r}")
    if goal.parent is not None and goal.parent not in known:
        yield unknown("goal", goal.parent, known, f"{error_place(document, (*at, 'parent'))} of goal {goal.id!r}")
    seen: set[str] = set()
    for number, result in enumerate(goal.key_results):
        place = f"{error_place(document, (*at, 'key_results', number))} of goal {goal.id!r}"
        if result.kpi is not None and result.kpi not in kpis:
            yield unknown("KPI", result.kpi, kpis, place)
        if result.id in seen:
            yield InputError(f"Key result {result.id!r} occurs twice ({place}); ids are unique within a goal.")
        seen.add(result.id)
        if result.until is not None:
            try:
                files.settings.calendar.parse(result.until)
            except InputError as error:
                yield InputError(f"{str(error).removesuffix('.')} ({place}).")


def _circles(files: EngagementFiles, goals: dict[str, Goal], index: dict[str, int]) -> Iterator[InputError]:
    for key in goals:
        path = [key]
        while (above := goals[path[-1]].parent) is not None and above in goals and above not in path:
            path.append(above)
        if above == key:
            place = error_place(files.settings_file, ("goals", index[key], "parent"))
            yield InputError(f"Goals serve each other in a circle ({place}): {' → '.join([*path, key])}.")
            return
