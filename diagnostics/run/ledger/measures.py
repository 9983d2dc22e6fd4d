"""Measures and changes to them, from a file or from arguments 「措施录入」."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

from diagnostics.dictionary.noun_reader import read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, parse_yaml, read_yaml
from diagnostics.errors import InputError, unknown
from diagnostics.model.intervention import Intervention
from diagnostics.model.text import Text
from diagnostics.run.ledger.entries import held, made, past_day, ready, write

if TYPE_CHECKING:
    from diagnostics.dictionary.yaml_file import Path_
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.ledger.entries import Said, Written

ARGUMENTS = "arguments"


def measures_of(engagement: Engagement, file: Path | None, given: dict[str, Any]) -> tuple[Intervention, ...]:
    """Measures of a YAML or JSON file (one, or a list), or the one that arguments tell 「读取措施」.

    Parameters
    ----------
    file : Path, optional
        The file.
    given : dict
        Fields from arguments; with a file they replace those of its one measure.

    Raises
    ------
    InputError
        When the file or a field breaks a rule: what was got, the rule, file and line.
    """
    document = Document(ARGUMENTS, {}, {}) if file is None else _read(file)
    listed = document.data if isinstance(document.data, list) else None
    if listed == []:
        raise InputError(f"{document.file} holds an empty list; give the fields of a measure, or a list of measures.")
    if listed is not None and given:
        raise InputError(f"{document.file} holds a list of measures; fields can be given for a single one only.")
    if listed is None:
        if not isinstance(document.data, dict):
            raise InputError(f"{document.file}:1:1: the file must hold the fields of a measure, or a list of measures.")
        document.data.update(given)
    paths: list[Path_] = [()] if listed is None else [(at,) for at in range(len(listed))]
    problems = Problems()
    found = [read_noun(Intervention, document, each, _subject(document), problems) for each in paths]
    problems.raise_any()
    return tuple(_with_scenario(engagement, each) for each in found if each is not None)


def change_of(engagement: Engagement, file: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a measure and their new values, from a file, from arguments, or both 「读取变更」.

    A ``scenario`` is taken with its content as it is now.

    Raises
    ------
    InputError
        When the file holds no mapping, or nothing is changed.
    """
    document = Document(ARGUMENTS, {}, {}) if file is None else _read(file)
    if not isinstance(document.data, dict):
        raise InputError(f"{document.file}:1:1: the file must hold fields of a measure and their new values.")
    change = {**document.data, **given}
    if not change:
        raise InputError("Nothing is changed; give --set FIELD=VALUE, or --from FILE.")
    if "scenario" in change and "scenario_hash" not in change:
        change["scenario_hash"] = _hash(engagement, str(change["scenario"])) if change["scenario"] else ""
    return change


def done_tasks(measure: Intervention, named: Sequence[str], day: date) -> list[dict[str, Any]]:
    """Tasks of a measure, those that are named done on a day 「任务完成」.

    Parameters
    ----------
    named : sequence of str
        Names in either language, or numbers from 1 in the order of the ledger.

    Raises
    ------
    InputError
        When no task is called so, several are, or it is done already.
    """
    tasks = list(measure.tasks)
    for each in named:
        found = [at for at, task in enumerate(tasks) if each in (str(at + 1), task.name.zh, task.name.en)]
        if not found:
            raise unknown("task", each, [task.name.zh or task.name.en for task in tasks], f"measure {measure.id!r}")
        if len(found) > 1:
            told = ", ".join(str(at + 1) for at in found)
            raise InputError(f"--done {each!r} names {len(found)} tasks; give one of the numbers {told}.")
        task = tasks[found[0]]
        if task.done is not None:
            raise InputError(f"--done {each!r}: the task is done since {task.done}.")
        tasks[found[0]] = task.model_copy(update={"done": day})
    return [each.model_dump(mode="json") for each in tasks]


def report(path: Path, measure: str, said: Said, fields: dict[str, Any], done: Sequence[str]) -> Written:
    """Record a check-in and tasks that are done, both or neither 「记录跟进」.

    Parameters
    ----------
    fields : dict
        Progress, note and next step of the check-in; where all are empty only the tasks are recorded.
    done : sequence of str
        Tasks, by name or number.

    Raises
    ------
    InputError
        When nothing is said, or the entries can't follow what is recorded.
    """
    from diagnostics.terms import say

    engagement = ready(path)
    events = []
    if not done or any(each not in (None, "") for each in fields.values()):
        events.append(made(engagement, said, "check_in", measure, **fields))
    seen = said.seen
    if done:
        state = held(engagement, measure)
        # All tasks are written anew: whoever else reported one meanwhile must not be overwritten.
        seen = state.version if seen is None else seen
        tasks = done_tasks(state.intervention, done, past_day(engagement, said.on))
        reason = say("ledger.reported", engagement.language)
        events.append(made(engagement, said, "changed", measure, change={"tasks": tasks}, reason=reason))
    return write(engagement, events, seen)


def given_fields(pairs: Sequence[str]) -> dict[str, Any]:
    """Fields of ``FIELD=VALUE`` arguments: texts as they stand, all else as YAML 「解析字段参数」.

    Raises
    ------
    InputError
        When an argument has no ``=``, names an unknown field or one twice, or holds no YAML.

    Examples
    --------
    >>> given_fields(["title=回访: 七日", "target=0.29", "entities=[a, b]", "cost="])
    {'title': '回访: 七日', 'target': 0.29, 'entities': ['a', 'b'], 'cost': None}
    """
    found: dict[str, Any] = {}
    for each in pairs:
        name, sign, value = each.partition("=")
        name = name.strip()
        if not sign:
            raise InputError(f"--set {each[:60]!r}, must be FIELD=VALUE.")
        if name not in Intervention.model_fields:
            raise unknown("field of a measure", name[:60], Intervention.model_fields, "--set")
        if name in found:
            raise InputError(f"--set gives {name!r} twice; once is enough.")
        if _is_text(name) and not value.lstrip().startswith("{"):
            found[name] = value
        else:
            found[name] = parse_yaml(value, f"--set {name}").data if value.strip() else None
    return found


def _is_text(name: str) -> bool:
    kind: Any = Intervention.model_fields[name].annotation
    return kind in (str, Text) or (get_origin(kind) is not tuple and str in get_args(kind))


def _read(file: Path) -> Document:
    if file.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError(f"--from {str(file)!r}, must be a .yaml or .json file.")
    return read_yaml(file, file.parent)


def _subject(document: Document) -> Any:
    def subject(path: Path_) -> str:
        listed: Any = document.data
        data = listed[int(path[0])] if isinstance(listed, list) and path else listed
        name = data.get("id") if isinstance(data, dict) else None
        return f"measure {str(name)[:64]!r}" if name else "a measure"

    return subject


def _with_scenario(engagement: Engagement, measure: Intervention) -> Intervention:
    """Measure that bears the content of its scenario as it is now, where it doesn't state one."""
    if not measure.scenario or measure.scenario_hash:
        return measure
    return measure.model_copy(update={"scenario_hash": _hash(engagement, measure.scenario)})


def _hash(engagement: Engagement, name: str) -> str:
    from diagnostics.loop.intervene.scenario_content import scenario_hash

    return scenario_hash(engagement, name)
