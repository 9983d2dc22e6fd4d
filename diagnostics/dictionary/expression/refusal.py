"""One way to refuse an expression: what, where, and the place marked 「拒绝表达式」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostics.errors import InputError, UnknownNameError, unknown

_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Text:
    """An expression as written, and what to call it in an error 「表达式原文」.

    Parameters
    ----------
    source : str
        The expression.
    kind : str
        ``measure``, ``filter``, ``time``, ``target`` or ``formula``.
    place : str
        Where it stands, such as ``KPI 'net_sales' (kpis.yaml:12)``.
    """

    source: str
    kind: str
    place: str = ""

    def where(self, at: int, length: int = 1) -> str:
        """Position for an error, marked in the text 「标出位置」.

        Examples
        --------
        >>> Text("sum(a) + foo(b)", "measure").where(9, 3)
        'measure at character 10: sum(a) + «foo»(b)'
        """
        at = max(0, min(at, len(self.source)))
        end = min(at + max(length, 1), len(self.source))
        before, marked, after = self.source[max(0, at - _WINDOW) : at], self.source[at:end], self.source[end:]
        shown = f"{'…' * (at > _WINDOW)}{before}«{marked}»{after[:_WINDOW]}{'…' * (len(after) > _WINDOW)}"
        place = f" of {self.place}" if self.place else ""
        return f"{self.kind}{place} at character {at + 1}: {_printable(shown)}"

    def refuse(self, problem: str, at: int = 0, length: int = 1) -> InputError:
        """Error that names the problem and marks its position 「拒绝」."""
        return InputError(f"{problem}, in {self.where(at, length)}.")

    def unknown(self, kind: str, name: str, known: Iterable[str], at: int) -> UnknownNameError:
        """Error for a name that nothing defines, with the nearest known one 「未知名称」."""
        return unknown(kind, name, known, self.where(at, self.length_of(name, at)))

    def about(self, error: InputError, name: str, at: int) -> InputError:
        """Error of a column that holds another kind of value, with the expression that needs it 「列错误定位」."""
        if isinstance(error, UnknownNameError):
            return error
        return self.refuse(str(error).rstrip("."), at, self.length_of(name, at))

    def length_of(self, name: str, at: int) -> int:
        """Characters that a name takes where it stands, its quotes counted 「名称长度」.

        Examples
        --------
        >>> Text('sum("a b")', "measure").length_of("a b", 4), Text("sum(a)", "measure").length_of("a", 4)
        (5, 1)
        """
        quoted = '"' + name.replace('"', '""') + '"'
        return len(quoted) if self.source.startswith(quoted, at) else len(name)


def _printable(text: str) -> str:
    """Show control characters as escapes, so that an error stays one readable line."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
