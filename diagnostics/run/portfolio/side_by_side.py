"""A run of several clients, from their folders to the page across them 「组合运行」."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.engine.limits import Limits, seconds, threads_wanted
from diagnostics.model.period import Calendar
from diagnostics.run.portfolio.asked import Asked, alike, cores, tasks_of
from diagnostics.run.portfolio.doing import GRACE
from diagnostics.run.portfolio.executor import Executor, LocalExecutor
from diagnostics.run.portfolio.showing import Showing, names_of
from diagnostics.run.portfolio.summary_file import refuse_unwritable, write_private
from diagnostics.run.portfolio.task import Done, Task
from diagnostics.run.warm.parent import shared_parent

if TYPE_CHECKING:
    from diagnostics.terms import Language

_FAILED, _INTERRUPTED = 1, 130


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a run of several clients came to 「组合结果」.

    Parameters
    ----------
    period : str
        Period as asked for.
    done : tuple of Done
        One a client, in the order in which they were given.
    names : mapping of str
        Short name of each by its folder.
    alike : mapping
        Folders that bear one id, by that id.
    summary : Path or None
        The page across clients.
    interrupted : bool
        Whether it was told to stop.
    """

    period: str
    done: tuple[Done, ...]
    names: dict[str, str]
    alike: dict[str, tuple[str, ...]]
    summary: Path | None = None
    interrupted: bool = False

    @property
    def code(self) -> int:
        """Exit code: 0 all done, 1 not all, 130 interrupted 「退出码」."""
        if self.interrupted:
            return _INTERRUPTED
        return 0 if all(each.status == "done" for each in self.done) else _FAILED


def run_side_by_side(asked: Asked, executor: Executor | None = None, showing: Showing | None = None) -> Portfolio:
    """Run clients side by side and write the page across them 「并行运行客户」.

    Parameters
    ----------
    asked : Asked
        What the command asks for.
    executor : Executor, optional
        Where the tasks run; on this machine by default.
    showing : Showing, optional
        Takes progress; standard error by default.

    Raises
    ------
    InputError
        For wrong usage, before anything is started: no worker, a client twice, a period that has no such form, limits
        that are none, a page inside a client's folder.
    SurroundingsError
        When the page can't be written.
    """
    hands, place = asked.hands, asked.page
    # Not after an hour's run.
    refuse_unwritable(place)
    Calendar().parse(asked.period)
    Limits.of()
    seconds(*GRACE)
    tasks, refused = tasks_of(asked)
    order = [*(task.client for task in tasks), *(answer.client for answer in refused)]
    names = names_of(order)
    showing = showing or Showing(names)
    same = alike([each.client for each in tasks])
    for told, folders in same.items():
        showing.say(f"one id {told!r} in {len(folders)} folders: {', '.join(names[each] for each in folders)}")
    for answer in refused:
        showing.ended(answer)
    if executor is None:
        share_threads(hands)
        with shared_parent():
            done, interrupted = _run(tasks, LocalExecutor(hands), showing)
    else:
        done, interrupted = _run(tasks, executor, showing)
    answers = tuple(sorted([*done, *refused], key=lambda answer: order.index(answer.client)))
    made = Portfolio(asked.period, answers, names, same, place, interrupted)
    _write(made, place, asked.language)
    return made


def _write(made: Portfolio, place: Path, language: Language) -> None:
    from diagnostics.run.exporter import render as rendered
    from diagnostics.run.portfolio.summary_page import portfolio_page

    write_private(place, rendered(portfolio_page(made, language)).encode("utf-8"))


def share_threads(hands: int) -> None:
    """Give each of several clients its share of the cores, where nobody said how many threads 「分配线程」."""
    if threads_wanted(None) is None and hands > 1:
        os.environ["PERFLOOP_THREADS"] = str(max(1, cores() // hands))


def _run(tasks: Sequence[Task], executor: Executor, showing: Showing) -> tuple[list[Done], bool]:
    done: list[Done] = []
    interrupted = False
    with showing.shown():
        try:
            for each in executor.run(tasks, showing.line):
                done.append(each)
                showing.ended(each)
        except KeyboardInterrupt:
            interrupted = True
    answered = {each.client for each in done}
    for task in tasks:
        if task.client not in answered:
            # Told to stop twice, or while an answer was taken: what became of it nobody knows.
            done.append(Done(task.client, None, "interrupted", error="stopped before its answer came."))
            showing.ended(done[-1])
    return done, interrupted or any(each.status == "interrupted" for each in done)


def portfolio_lines(portfolio: Portfolio) -> Iterator[str]:
    """A line a client, then what is left, then the page's path 「组合清单」."""
    from diagnostics.run.listing import near

    width = max((len(each) for each in portfolio.names.values()), default=0)
    for each in portfolio.done:
        told = near(Path(each.page)) if each.page and each.status == "done" else each.error
        yield f"{each.status:<11}  {portfolio.names[each.client]:<{width}}  {told}".rstrip()
    left = [portfolio.names[each.client] for each in portfolio.done if each.status == "interrupted"]
    if left:
        yield f"interrupted; left: {', '.join(left)}. The same command goes on: what is up to date is not run again."
    if portfolio.summary is not None:
        yield near(portfolio.summary)
