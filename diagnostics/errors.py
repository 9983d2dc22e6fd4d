"""One family of errors with places and nearest names 「错误」.

Everything a user can get wrong ends in one of these: what was got, the rule, the place, the nearest known name.
This module imports nothing of the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class PerfloopError(Exception):
    """Base of all errors that perfloop reports in one line 「错误基类」."""

    exit_code = 2


class InputError(PerfloopError):
    """Input or usage that breaks a rule 「输入有误」."""

    exit_code = 2


class UnknownNameError(InputError):
    """A name that nothing defines 「未知名称」."""


class StepFailedError(PerfloopError):
    """A step of the loop failed while it ran 「步骤失败」."""

    exit_code = 1


class SurroundingsError(PerfloopError):
    """Disk, engine, kernel or lock: the surroundings failed, not the input 「运行环境问题」."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the client's files something stands 「位置」.

    Parameters
    ----------
    file : str
        Name of the file, relative to the engagement.
    line : int, optional
        Line, counted from 1.
    path : str, optional
        Path inside the file, such as ``items[0].weight`` or ``Sheet1!C7``.
    """

    file: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        """Show the place as ``file:line (path)``."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where} ({self.path})" if self.path else where


def expect(name: str, got: object, kinds: type | tuple[type, ...], rule: str) -> None:
    """Refuse an argument that is of another kind 「检查参数类型」.

    Parameters
    ----------
    name : str
        Argument.
    got : object
        What was handed in.
    kinds : type or tuple of type
        What it may be.
    rule : str
        The same in words.

    Raises
    ------
    InputError
        When it is none of these.

    Examples
    --------
    >>> expect("seed", 1, int, "a whole number")
    >>> try:
    ...     expect("seed", "x", int, "a whole number")
    ... except InputError as error:
    ...     print(error)
    seed == 'x', must be a whole number.
    """
    if not isinstance(got, kinds):
        raise InputError(f"{name} == {got!r:.60}, must be {rule}.")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Nearest known name 「最接近的名称」.

    Examples
    --------
    >>> nearest("net_sale", ["net_sales", "margin"])
    'net_sales'
    >>> nearest("AMOUNT", ["amount", "AMT"]), nearest("xyz", ["net_sales"]) is None
    ('amount', True)
    """
    # Capitals are the likeliest slip of all; of two names that differ in them alone the one as written is nearer.
    names = [str(each) for each in known]
    small = str(name).casefold()
    found = get_close_matches(small, dict.fromkeys(each.casefold() for each in names), n=1, cutoff=0.6)
    alike = [each for each in names if found and each.casefold() == found[0]]
    return next(iter(get_close_matches(str(name), alike, n=1, cutoff=0)), None)


def unknown(kind: str, name: str, known: Iterable[str], place: Place | str | None = None) -> UnknownNameError:
    """Error for a name that nothing defines, with the nearest known one 「未知名称」.

    Examples
    --------
    >>> print(unknown("KPI", "net_sale", ["margin", "net_sales"]))
    Unknown KPI 'net_sale'. Did you mean 'net_sales'? Known: margin, net_sales.
    """
    names = sorted({str(each) for each in known})
    where = f" in {place}" if place else ""
    hint = nearest(name, names)
    meant = f" Did you mean {hint!r}?" if hint else ""
    shown = ", ".join(names[:12]) + (f", … ({len(names)} in all)" if len(names) > 12 else "")
    return UnknownNameError(f"Unknown {kind} {name!r}{where}.{meant} Known: {shown or 'none'}.")
