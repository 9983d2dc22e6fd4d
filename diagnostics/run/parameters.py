"""Parameters of the notebooks: what they are, and whether they are meant 「参数」."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError, unknown
from diagnostics.run.assets import asset
from diagnostics.run.steps import STEPS, Step

# A run sets these itself: they say where, not what.
PLACES = ("engagement", "run")
OWN = (*PLACES, "period")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a notebook, from its ``parameters`` cell 「参数」."""

    name: str
    type: str
    default: Any
    help: str


def declared(step: Step) -> dict[str, Parameter]:
    """Parameters that a step's notebook declares, as papermill infers them 「笔记本参数」.

    Read here and not by ``papermill.inspect_notebook``: a plan needs no papermill. A test holds both to the same.

    Raises
    ------
    InputError
        When the cell tagged ``parameters`` is absent, or holds more than ``name: type = value  # help`` lines.
    """
    content = json.loads(asset(step.notebook).read_text(encoding="utf-8"))
    cells = [each for each in content["cells"] if "parameters" in each["metadata"].get("tags", ())]
    if not cells:
        raise InputError(f"{step.file} has no cell tagged 'parameters'.")
    source = "".join(cells[0]["source"])
    found = [_parameter(node, source.splitlines(), step) for node in ast.parse(source).body]
    return {each.name: each for each in found}


def _parameter(node: ast.stmt, lines: list[str], step: Step) -> Parameter:
    line = lines[node.lineno - 1]
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or node.value is None:
        raise InputError(f"{step.file}: {line!r} among the parameters, must be written name: type = value  # help.")
    try:
        default = ast.literal_eval(node.value)
    except ValueError as error:
        raise InputError(
            f"{step.file}: default of parameter {node.target.id!r} is no plain value: {line!r}."
        ) from error
    # The parser counts columns in bytes.
    note = line.encode()[node.end_col_offset :].decode().strip()
    return Parameter(node.target.id, ast.unparse(node.annotation), default, note.removeprefix("#").strip())


def parse(assignments: Iterable[str]) -> dict[str, str]:
    """Names and values of ``name=value`` texts 「解析参数」.

    Raises
    ------
    InputError
        When a text has no ``=``, or a name comes twice.

    Examples
    --------
    >>> parse(["seed=7"])
    {'seed': '7'}
    """
    given: dict[str, str] = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError(f"Parameter {text!r} must be written name=value.")
        if name.strip() in given:
            raise InputError(f"Parameter {name.strip()!r} is given twice.")
        given[name.strip()] = value
    return given


def resolve(
    given: Mapping[str, str], period: str, brought: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """Parameters of every step, defaults filled in, without the paths 「各步参数」.

    papermill only logs a name it does not know, so names and types are checked here, before anything runs.

    Parameters
    ----------
    given : mapping
        Texts by name, as the command was told; they win.
    brought : mapping, optional
        Values by step and name, as the engagement's playbook says, checked by `fitting`.

    Raises
    ------
    UnknownNameError
        When no notebook has a parameter of this name.
    InputError
        When a value is not of the declared type, or the run itself sets the parameter.
    """
    notebooks = {step.name: declared(step) for step in STEPS}
    known = {name for parameters in notebooks.values() for name in parameters} - set(OWN)
    for name in given:
        if name in OWN:
            raise InputError(f"Parameter {name!r} is set by the run itself; it can't be given with -p.")
        if name not in known:
            raise unknown("parameter", name, known, "-p")
    return {
        name: {
            each.name: period if each.name == "period" else _value(each, given, (brought or {}).get(name, {}))
            for each in parameters.values()
            if each.name not in PLACES
        }
        for name, parameters in notebooks.items()
    }


def fitting(step: Step, values: Mapping[str, Any], place: str) -> None:
    """Refuse parameters that a step's notebook doesn't declare, or of another type 「核对参数」.

    Parameters
    ----------
    values : mapping
        Values by name.
    place : str
        Where they stand.

    Raises
    ------
    InputError
        Naming the parameter, the rule and the nearest known name.
    """
    known = {name: each for name, each in declared(step).items() if name not in OWN}
    for name, value in values.items():
        if name in OWN:
            raise InputError(f"Parameter {name!r} ({place}) is set by the run itself; it can't be given.")
        if name not in known:
            raise unknown("parameter", name, known, place)
        if not _is_of(known[name].type, value):
            raise InputError(f"Parameter {name} == {value!r:.60} ({place}), must be of type {known[name].type}.")


def _value(parameter: Parameter, given: Mapping[str, str], brought: Mapping[str, Any]) -> Any:
    if parameter.name not in given:
        return brought.get(parameter.name, parameter.default)
    text = given[parameter.name]
    if parameter.type == "str":
        return text
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        value = text
    if not _is_of(parameter.type, value):
        raise InputError(f"Parameter {parameter.name} == {text!r} (-p), must be of type {parameter.type}.")
    return value


def _is_of(told: str, value: Any) -> bool:
    kinds: dict[str, Any] = {
        "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict, "str": str,
    }  # fmt: skip
    return isinstance(value, kinds.get(told.partition("[")[0], object)) and (
        told == "bool" or not isinstance(value, bool)
    )
