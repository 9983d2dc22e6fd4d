"""Nouns that say in one line what is wrong when they are made in Python 「构造时的错误说明」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


class Refusing(ModelMetaclass):
    """Metaclass of nouns whose constructor raises InputError 「构造检查」.

    What is read from files is validated as any noun is, so that the reader can tell file and line.
    """

    def __call__(cls, *args: Any, **fields: Any) -> Any:  # noqa: N805 (of a metaclass)
        """Make a noun, or refuse in a sentence 「构造」."""
        try:
            return super().__call__(*args, **fields)
        except ValidationError as error:
            raise _told(cls, error) from None


def _told(noun: type, error: ValidationError) -> InputError:
    """First thing that is wrong: what was got, and the rule."""
    first: dict[str, Any] = dict(error.errors(include_url=False)[0])
    steps, kind, name = first["loc"], first["type"], noun.__name__
    at = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in steps).lstrip(".")
    if kind == "extra_forbidden":
        return unknown("option", str(steps[-1]), getattr(noun, "model_fields", ()) if len(steps) == 1 else (), name)
    if kind == "missing":
        return InputError(f"{name} needs {at!r}; it is missing.")
    if kind == "literal_error":
        known = str(first["ctx"]["expected"]).replace(" or ", ", ").split(",")
        return unknown(at, str(first["input"]), [each.strip(" '") for each in known], name)
    if kind == "value_error":
        return InputError(f"{first['ctx']['error']} ({f'{name}.{at}' if at else name}).")
    rule = str(first["msg"]).replace("Input should be", "must be").replace("Input should", "must")
    return InputError(f"{at} == {first['input']!r:.60} for {name}, {rule}.")
