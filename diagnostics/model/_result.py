"""One way for every result to show itself 「结果的统一展示」."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.terms import Language


class Result:
    """A result that can be read as a frame, a sentence, a figure and JSON 「结果」.

    A result class gives ``frame`` and ``summary``, and ``plot`` where a figure says more than the table.
    """

    @abstractmethod
    def frame(self) -> pd.DataFrame:
        """Result as a table 「表格」."""

    @abstractmethod
    def summary(self, language: Language = "zh") -> str:
        """Result in a sentence or two 「一句话结论」."""

    def plot(self, language: Language = "zh") -> Figure:  # noqa: ARG002 (results with a figure use it)
        """Result as a figure 「图」.

        Raises
        ------
        InputError
            When this kind of result has no figure.
        """
        raise InputError(f"{type(self).__name__} has no figure; use .frame() or .summary().")

    def _spoken(self, language: Language | None) -> Language:
        """Language asked for, else that of the engagement where the result knows it, else Chinese."""
        known: Language | None = getattr(self, "language", None)
        return language or known or "zh"

    def to_json(self) -> str:
        """Result as canonical JSON 「规范化 JSON」."""
        return canonical({"kind": type(self).__name__, "rows": self.frame()})

    def _repr_html_(self) -> str:
        # Tables are drawn by one function that escapes; the import waits until something is shown.
        from diagnostics.look.tables import frame_html

        return frame_html(self.frame(), lead=self.summary())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 (the form Jupyter calls)
        """Show the summary where only text is shown: a whole result would fill pages."""
        printer.text(self.summary())
