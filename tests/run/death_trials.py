"""A command that is killed, or whose disk fails, at each operation in turn, and what is there afterwards.

Told is what must never be: a page that is neither the old nor the new and is not known as incomplete, a current run
that is not whole, a resumed run whose published bytes differ from those of one that nobody stopped, and what is left.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import _write_small
from tests.run.disk_points import Points
from tests.run.dying import PERIOD, Told, command, copy_of, warm
from tests.seeds import LEDGER

RUN = ("run", "--period", PERIOD)
CHANGED = (*RUN, "-p", "seed=7")
PUBLISH = ("publish", "--period", PERIOD, "--step", "align,close", "--audience", "leadership,client", "--ro-crate")
SURROUNDINGS = 3


def documents(folder: Path) -> dict[str, bytes]:
    """What readers find, by its place; what publishing stages is no part of it."""
    root = folder / "reports"
    found = {each.relative_to(root): each for each in sorted(root.rglob("*")) if each.is_file()}
    return {name.as_posix(): each.read_bytes() for name, each in found.items() if not _is_hidden(name)}


def results(folder: Path) -> dict[str, bytes]:
    """What the current run holds, its manifest apart, which bears the time of day."""
    import json

    runs = folder / "runs" / PERIOD
    run = runs / json.loads((runs / "current.json").read_text("utf-8"))["run"]
    found = {each.relative_to(run).as_posix(): each for each in sorted(run.rglob("*")) if each.is_file()}
    return {name: each.read_bytes() for name, each in found.items() if name != "run.json"}


def left_over(folder: Path) -> list[str]:
    """What no finished command leaves in an engagement."""
    every = (each.relative_to(folder) for each in sorted(folder.rglob("*")))
    return [each.as_posix() for each in every if _is_hidden(each) and each.name != ".lock"]


def _is_hidden(path: Path) -> bool:
    return any(each.startswith(".") for each in path.parts)


@dataclass
class Trials:
    """Trials of one command on copies of one engagement, in one room.

    Parameters
    ----------
    room : Path
        Folder that holds it all.
    before : Path
        The engagement as the command finds it.
    words : tuple of str
        The command.
    """

    room: Path
    before: Path
    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)
    between: int = 0
    killed: int = 0

    def __post_init__(self) -> None:
        """Carry the command out unbroken: how many operations it takes, and what it comes to."""
        self.place = self.room / "tried" / self.before.name
        self.old = documents(self._fresh())
        told = command(self.room, *self.words, self.place, points=self._points())
        assert told.code == 0, told.err
        self.names, self.new, self.run = told.names, documents(self.place), results(self.place)

    def _points(self, at: int = 0, happens: Callable[[str], None] = lambda name: None) -> Points:
        return Points((self.place, self.room / "temporary"), at, happens)

    def _fresh(self) -> Path:
        shutil.rmtree(self.room / "temporary", ignore_errors=True)
        return copy_of(self.before, self.place)

    def killed_at(self, number: int, happens: Callable[[str], None]) -> None:
        """Kill the command right before an operation, look, resume it, look again."""
        self._fresh()
        told = command(self.room, *self.words, self.place, points=self._points(number, happens))
        where = f"{self.words[0]} killed before {number} {self.names[number - 1]}"
        if told.code != -9:
            self.wrong.append(f"{where}: ended with {told.code}")
        self.look(where)
        self.resume(where)

    def failed_at(self, number: int, error: str, happens: Callable[[str], None]) -> int:
        """Have an operation fail, look, run again on a sound disk, look again; the exit code of the failure."""
        self._fresh()
        told = command(self.room, *self.words, self.place, points=self._points(number, happens))
        where = f"{self.words[0]}, {error} at {number} {self.names[number - 1]}"
        lines = [each for each in told.err.splitlines() if each.startswith("perfloop:")]
        if told.code not in {0, SURROUNDINGS} or len(lines) != bool(told.code) or "Traceback" in told.err:
            self.wrong.append(f"{where}: exit code {told.code}, {told.err[-400:]!r}")
        if told.code == 0 and documents(self.place) != self.new:
            self.wrong.append(f"{where}: said to be done and is not")
        self.look(where)
        # A disk that can't be written to can't be tidied; all else is, the logs of the failure apart.
        if told.code and error != "EROFS" and not self._half() and (left := left_over(self.place)):
            self.wrong.append(f"{where}: left {left[:3]}")
        self.resume(where)
        return told.code

    def _half(self) -> bool:
        return any(self.place.glob("reports/*/.publishing/journal.json"))

    def look(self, where: str) -> None:
        """What is there is the old whole or the new whole, or is known as incomplete."""
        now = documents(self.place)
        told = command(self.room, "verify", self.place)
        known = told.code == 1 and ("incomplete" in told.out or "it is not there; publish again" in told.out)
        whole = all(each in (self.old.get(name), self.new.get(name)) for name, each in now.items())
        mixed = now not in (self.old, self.new)
        self.between += mixed
        fine = whole and (known or (told.code == 0 and not mixed))
        if not fine:
            self.wrong.append(f"{where}: verify ended with {told.code}, {(told.out + told.err)[-300:]!r}")

    def storm(self, moments: Sequence[float], seconds: float) -> None:
        """Kill the command over and over at some moments, on what the one before left; resume it at the end."""
        self._fresh()
        for at, moment in enumerate(moments, start=1):
            told = command(self.room, *self.words, self.place, kill_after=moment)
            self.killed += told.code == -9
            self.look(f"{self.words[0]}, kill {at} after {moment:.3f} s of {seconds:.3f}")
        self.resume(f"{self.words[0]}, killed after {', '.join(f'{each:.3f}' for each in moments)} s")

    def resume(self, where: str) -> None:
        """The same command again comes to what an unbroken one came to, byte by byte, and tidies up."""
        told = command(self.room, *self.words, self.place)
        if told.code:
            self.wrong.append(f"{where}, resumed: {told.err[-300:]!r}")
            return
        if documents(self.place) != self.new:
            self.wrong.append(f"{where}, resumed: published bytes differ")
        if results(self.place) != self.run:
            self.wrong.append(f"{where}, resumed: results differ")
        if left := left_over(self.place):
            self.wrong.append(f"{where}, resumed: left {left[:3]}")
        checked = command(self.room, "verify", self.place)
        if checked.code:
            self.wrong.append(f"{where}, resumed: verify: {checked.out[-300:]!r}")


def engagements(room: Path) -> Iterator[Trials]:
    """Trials of a first run, of one that replaces a page, and of a publishing that replaces several."""
    first = _write_small(room / "first" / "small")
    (first / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    warm(first, room, RUN, PUBLISH, ("verify",))
    yield Trials(room, first, RUN)
    published = copy_of(first, room / "published" / "small")
    _do(room, published, RUN, PUBLISH)
    yield Trials(room, published, CHANGED)
    changed = copy_of(published, room / "changed" / "small")
    _do(room, changed, CHANGED)
    yield Trials(room, changed, PUBLISH)


def _do(room: Path, place: Path, *commands: tuple[str, ...]) -> None:
    for each in commands:
        told: Told = command(room, *each, place)
        assert told.code == 0, told.err
