"""A place in a document that tells what it must not 「泄露点」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from diagnostics.errors import PerfloopError

Kind = Literal[
    "canary", "path", "network address", "e-mail", "phone", "identity number", "bank card", "connection string",
    "secret", "name",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Leak:
    """A place in a document that tells what it must not 「泄露点」.

    Parameters
    ----------
    document : str
        Name of the document.
    place : str
        Where in it, such as ``line 12, text of <td>``.
    kind : str
        What kind of thing stands there.
    excerpt : str
        The thing itself, masked: enough to find it, too little to tell it.
    """

    document: str
    place: str
    kind: Kind
    excerpt: str

    def __str__(self) -> str:
        """As errors and logs show it."""
        return f"{self.document}, {self.place}: {self.kind} {self.excerpt}"


class LeakError(PerfloopError):
    """Something would be published that must not be 「发布前发现泄露」."""

    exit_code = 1


def refuse_leaks(leaks: Sequence[Leak]) -> None:
    """Stop a publish where anything leaks, and say where 「有泄露则不发布」.

    Raises
    ------
    LeakError
        When there is any leak; the message names every place, masked.

    Examples
    --------
    >>> refuse_leaks(())
    >>> try:
    ...     refuse_leaks([Leak("page.html", "line 3, text of <p>", "phone", "1•••••••••0 (11 characters)")])
    ... except LeakError as error:
    ...     print(error)
    Nothing is published: 1 place tells what must not leave the engagement.
      page.html, line 3, text of <p>: phone 1•••••••••0 (11 characters)
    """
    if not leaks:
        return
    told = [f"  {each}" for each in leaks[:_SHOWN]]
    if len(leaks) > _SHOWN:
        told.append(f"  … ({len(leaks)} places in all)")
    what = "1 place tells" if len(leaks) == 1 else f"{len(leaks)} places tell"
    raise LeakError("\n".join([f"Nothing is published: {what} what must not leave the engagement.", *told]))


def masked(found: str) -> str:
    """First and last character of what was found, and its length 「打码」.

    Examples
    --------
    >>> masked("13800138000"), masked("王芳")
    ('1•••••••••0 (11 characters)', '王• (2 characters)')
    """
    hidden = "•" * min(max(len(found) - 2, 1), 12)
    end = found[-1] if len(found) > 4 else ""
    return f"{found[:1]}{hidden}{end} ({len(found)} characters)"
