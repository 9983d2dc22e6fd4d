"""Texts of many rows by their numbers 「编码文本」."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Coded:
    """Texts of many rows by their numbers: few texts, handled once each 「编码文本」.

    Parameters
    ----------
    names : tuple of str
        Texts there are, in order.
    codes : array of int
        Number of each row's text.
    """

    names: tuple[str, ...]
    codes: Places

    @classmethod
    def of(cls, texts: Any) -> Coded:
        """Texts of an array or a column 「编码」."""
        import pandas as pd

        codes, names = pd.factorize(texts, sort=True)
        return cls(tuple(str(each) for each in names), codes)

    @classmethod
    def same(cls, text: str, count: int) -> Coded:
        """One text in every row 「同一文本」."""
        import numpy as np

        return cls((text,), np.zeros(count, dtype=np.intp))

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.codes)

    def take(self, rows: Places) -> Coded:
        """Texts of some rows 「取行」."""
        return Coded(self.names, self.codes[rows])

    def told(self, tell: Callable[[str], Any], kind: Any = float) -> NDArray[Any]:
        """What is told of each row's text, asked once a text 「逐文本取值」."""
        import numpy as np

        found = np.array([tell(each) for each in self.names], dtype=kind)
        return found[self.codes] if len(found) else np.zeros(0, dtype=kind)

    def is_in(self, names: Any) -> NDArray[np.bool_]:
        """Whether each row's text is one of some 「是否属于」."""
        return self.told(lambda each: each in names, bool)

    def rows(self) -> dict[str, Places]:
        """Rows of each text 「各文本的行」."""
        import numpy as np

        order = np.argsort(self.codes, kind="stable")
        ends = np.cumsum(np.bincount(self.codes, minlength=len(self.names)))
        parts = np.split(order, ends[:-1]) if len(self.names) else []
        return dict(zip(self.names, parts, strict=True))

    def column(self, order: Places | None = None) -> Any:
        """Texts as a column, in an order 「还原为列」."""
        import numpy as np
        import pandas as pd

        names = pd.array(list(self.names), dtype="str")
        if len(names) == 1:
            return names.repeat(len(self.codes if order is None else order))
        codes = self.codes if order is None else self.codes[order]
        return names.take(codes.astype(np.int64, copy=False))


def joined(parts: Sequence[Coded]) -> Coded:
    """Rows of several one after the other 「拼接」."""
    import numpy as np

    names = tuple(sorted({name for each in parts for name in each.names}))
    place = {name: at for at, name in enumerate(names)}
    codes = [each.told(place.__getitem__, np.intp) for each in parts]
    return Coded(names, np.concatenate(codes) if codes else np.zeros(0, dtype=np.intp))


def replaced(texts: Coded, told: Mapping[str, str]) -> Coded:
    """Texts in place of texts 「替换文本」."""
    import numpy as np

    names = tuple(sorted(set(told.values())))
    place = {name: at for at, name in enumerate(names)}
    return Coded(names, texts.told(lambda each: place[told[each]], np.intp))
