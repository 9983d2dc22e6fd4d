"""Texts that a page may bear 「页面文本」.

Client text is data: nothing in it is markup. Characters that are no text at all (controls, halves of surrogate pairs)
and those that turn the direction of what follows are taken out, so that a name can't rearrange the page around it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from diagnostics.errors import InputError

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|\u0085")


def readable(text: str) -> str:
    r"""Text without characters that are no text 「可读文本」.

    Examples
    --------
    >>> readable("a\u202egpj.exe\x00")
    'agpj.exe'
    """
    return _NO_TEXT.sub("", _BREAKS.sub("\n", text))


def _readable(value: object) -> object:
    return readable(value) if isinstance(value, str) else value


_Readable = BeforeValidator(_readable)
# A label or a head; a sentence or a cell; a passage. Long client text is refused rather than cut.
Short = Annotated[str, _Readable, StringConstraints(min_length=1, max_length=300)]
Words = Annotated[str, _Readable, StringConstraints(max_length=2000)]
Prose = Annotated[str, _Readable, StringConstraints(min_length=1, max_length=8000)]


_NO_FIGURES = frozenset({"nan", "none", "null", "nat", "<na>", "inf", "-inf", "+inf", "infinity"})


def _figure(text: str) -> str:
    if text.strip().lower() in _NO_FIGURES:
        raise ValueError(f"{text!r} is no figure for a reader; numbers.show gives a missing one as an en dash")
    return text


# A figure that numbers.show made: a missing one must not appear under a programmer's name.
FigureText = Annotated[Short, AfterValidator(_figure)]


class Part(BaseModel):
    """Base of everything a page is made of: frozen, unknown fields refused 「页面部件」."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **content: Any) -> None:
        """Build a part; a broken rule becomes one sentence of the project's own error family."""
        try:
            super().__init__(**content)
        except ValidationError as error:
            raise InputError(_first(type(self).__name__, error)) from error


def _first(part: str, error: ValidationError) -> str:
    """What was got, the rule and the place, of the first broken rule."""
    problem = error.errors(include_url=False)[0]
    place = ".".join([part, *(str(each) for each in problem["loc"])])
    got = repr(problem["input"])
    more = f" ({error.error_count()} problems in all)" if error.error_count() > 1 else ""
    return f"{place} == {got if len(got) <= 80 else got[:77] + '…'}: {problem['msg']}{more}."
