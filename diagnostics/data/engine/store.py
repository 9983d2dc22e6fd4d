"""What every place that computes figures can do 「计算位置」."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any, Protocol

from diagnostics.data.engine.limits import QUERY, seconds
from diagnostics.errors import SurroundingsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Store(Protocol):
    """A place that holds facts and computes with them 「计算位置」."""

    @property
    def backend(self) -> Any:
        """Ibis backend 「Ibis 后端」."""

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own 「上传小表」."""

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression 「执行」."""


def first_line(error: BaseException) -> str:
    """First line that an error says 「错误首行」."""
    return next((each.strip() for each in str(error).splitlines() if each.strip()), type(error).__name__)


def too_long(about: str) -> SurroundingsError:
    """Error for a query that was stopped because it took too long 「查询超时」."""
    allowed = seconds(*QUERY)
    return SurroundingsError(
        f"The engine was stopped while {about}: a query may take {allowed:g} s; raise {QUERY[0]}, or ask for less."
    )


@contextmanager
def interrupted_in_time(interrupt: Callable[[], Any]) -> Iterator[list[bool]]:
    """Have a query interrupted when it takes too long; the list yielded then holds True 「查询限时」."""
    over: list[bool] = []

    def stop() -> None:
        over.append(True)
        interrupt()

    timer = Timer(seconds(*QUERY), stop)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()
