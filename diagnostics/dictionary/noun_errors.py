"""What pydantic found wrong, in words for the person who wrote the file 「校验错误的说明」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from diagnostics.dictionary.noun_fields import Steps, field_names, find_field, models_at
from diagnostics.errors import InputError, nearest, unknown
from diagnostics.model.kpi import NAME

Details = dict[str, Any]

_TIER = (
    "must be a number, a pair [low, high], a dated list of {from, value}, {expression: …} or {source, period, value}"
)
_TYPES = {
    "string_type": "must be text",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "date_type": "must be a day such as 2025-03-09",
    "date_parsing": "must be a day such as 2025-03-09",
    "date_from_datetime_parsing": "must be a day such as 2025-03-09",
}
_PATTERNS = {
    f"^{NAME}$": "must begin with a letter and hold only letters, digits and underscores (at most 64)",
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$": "must hold only letters, digits, hyphens and underscores (at most 64)",
    "^[A-Z]{3}$": "must be an ISO 4217 code such as CNY",
}
_FULL_WIDTH_COLON = "\uff1a"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that pydantic found, at a path of the data 「一处错误」."""

    path: Steps
    details: Details


def faults(errors: Iterable[Details], data: Any) -> list[Fault]:
    """Sort what pydantic says by the data it is about; of a union only the closest member speaks 「归并错误」."""
    plain: list[Fault] = []
    unions: dict[Steps, list[Details]] = {}
    for details in errors:
        path, rest = _split(tuple(details["loc"]), data)
        if not rest or (details["type"] == "missing" and len(rest) == 1):
            plain.append(Fault(path, details))
        elif rest == ("[key]",):
            plain.append(Fault(path, {**details, "of_key": True}))
        else:
            unions.setdefault(path, []).append({**details, "rest": rest})
    for path, members in unions.items():
        plain.extend(_of_union(path, members, data))
    return [each for each in plain if not _echo(each, plain) and not _misspelt(each, plain)]


def _echo(fault: Fault, others: Sequence[Fault]) -> bool:
    """Whether it says that a list is empty, only because its items were refused."""
    inside = len(fault.path)
    return fault.details["type"] == "too_short" and any(
        len(each.path) > inside and each.path[:inside] == fault.path for each in others
    )


def _misspelt(fault: Fault, others: Sequence[Fault]) -> bool:
    """Whether the field that is missing is there under a misspelt name, which is told already."""
    return fault.details["type"] == "missing" and any(
        each.details["type"] == "extra_forbidden"
        and each.path[:-1] == fault.path
        and nearest(str(each.path[-1]), [str(fault.details["loc"][-1])])
        for each in others
    )


def _split(loc: Steps, data: Any) -> tuple[Steps, Steps]:
    for depth, step in enumerate(loc):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return loc[:depth], loc[depth:]
    return loc, ()


def _at(data: Any, path: Steps) -> Any:
    for step in path:
        data = data[step]
    return data


def _of_union(path: Steps, members: list[Details], data: Any) -> list[Fault]:
    """Faults of the member that fits best; one sentence on all of them where none fits."""
    labels: dict[str, list[Details]] = {}
    for each in members:
        labels.setdefault(str(each["rest"][0]), []).append(each)
    fitting = {
        label: found
        for label, found in labels.items()
        if not any(len(each["rest"]) == 1 and str(each["type"]).endswith("_type") for each in found)
    }
    if fitting:
        best = min(fitting.values(), key=len)
        return faults([{**each, "loc": (*path, *each["rest"][1:])} for each in best], data)
    rule = _TIER if "SourceTable" in labels else _any_of(members)
    return [Fault(path, {"type": "union", "msg": rule, "input": _at(data, path)})]


def _any_of(members: list[Details]) -> str:
    rules = list(dict.fromkeys(rule_of(each) for each in members))
    if "must be a number" in rules and "must be a whole number" in rules:
        rules.remove("must be a whole number")
    return " or ".join([rules[0], *(each.removeprefix("must be ") for each in rules[1:])])


def rule_of(details: Details) -> str:
    """Rule that a value breaks, beginning with "must" 「规则」."""
    kind, context = details["type"], details.get("ctx", {})
    if kind == "model_type" and context.get("class_name") == "Text":
        return "must be text or {zh: …, en: …}"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"must match {context['pattern']}")
    if kind == "literal_error":
        return f"must be one of {context['expected']}"
    words = str(details["msg"]).replace("Input should be", "must be").replace("Input should", "must")
    words = words.replace(" after validation", "").replace("Tuple should", "must").replace("String should", "must")
    return _TYPES.get(kind, words)


def _bounds(model: type[BaseModel], path: Steps) -> str | None:
    """Range of a number field that is bounded on both sides, such as ``(0, 1]``."""
    if not path or not isinstance(path[-1], str):
        return None
    field = next((each for each in (find_field(one, path[-1]) for one in models_at(model, path[:-1])) if each), None)
    found = {type(each).__name__: each for each in field.metadata} if field else {}
    low = f"({found['Gt'].gt}" if "Gt" in found else f"[{found['Ge'].ge}" if "Ge" in found else None
    high = f"{found['Lt'].lt})" if "Lt" in found else f"{found['Le'].le}]" if "Le" in found else None
    return f"must be in {low}, {high}" if low and high else None


def _hint(details: Details) -> str:
    kind, got = details["type"], details.get("input")
    if kind == "string_type" and isinstance(got, int | float):
        return f"; put it in quotes: '{got}'" if not isinstance(got, bool) else "; put it in quotes"
    if kind in ("float_type", "int_type", "union") and isinstance(got, str) and got.rstrip().endswith("%"):
        return "; write a share as a number, 12% as 0.12"
    if kind in ("model_type", "dict_type", "tuple_type") and isinstance(got, str) and _FULL_WIDTH_COLON in got:
        return f"; after a field's name stands ': ' (colon and space), not '{_FULL_WIDTH_COLON}'"
    if kind == "literal_error":
        known = [each.strip("' ") for each in details["ctx"]["expected"].replace(" or ", ", ").split(",")]
        close = nearest(str(got), known)
        return f"; did you mean {close!r}?" if close else ""
    return ""


def _show(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…{text[-1]}"


def _named(path: Steps) -> str:
    """Field that a fault is about, with the number of its entry: ``unit[0]``; ``entry`` in a list that is the file."""
    at = max((number for number, each in enumerate(path) if isinstance(each, str)), default=None)
    return "entry" if at is None else f"{path[at]}{''.join(f'[{each}]' for each in path[at + 1 :])}"


def explain(fault: Fault, model: type[BaseModel], subject: str, place: str) -> InputError:
    """Error for a fault: what was got, about what, where, and the rule 「说明错误」."""
    details, path = fault.details, fault.path
    about = f" for {subject}" if subject else ""
    kind = details["type"]
    if kind == "missing":
        return InputError(f"Field {str(details['loc'][-1])!r} is missing{about} ({place}); it is required.")
    if kind == "extra_forbidden":
        known = [name for each in models_at(model, path[:-1]) for name in field_names(each)]
        return unknown("field", str(path[-1])[:60], known, f"{place}{about}")
    if kind == "value_error":
        return InputError(f"{details['ctx']['error']} ({place}).")
    rule = _bounds(model, path) or rule_of(details) if "than" in kind else rule_of(details)
    name = "name" if details.get("of_key") else _named(path)
    hint = _hint(details)
    end = "" if hint.endswith("?") else "."
    return InputError(f"{name} == {_show(details.get('input'))}{about} ({place}), {rule}{hint}{end}")
