"""What is asked for one client of a portfolio, and what became of it 「客户任务」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

# Ran to its end; ended with an error of its own; refused before anything ran; ended from outside, for a limit or by
# somebody else; ended because the whole portfolio was.
Status = Literal["done", "failed", "refused", "killed", "interrupted"]
Worded = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """Run of one client 「客户任务」.

    Parameters
    ----------
    client : str
        Absolute folder of the engagement.
    period : str
        Period as the command was given it.
    steps : tuple of str
        Steps asked for, in their order; those of the client's playbook, else all, where empty.
    parameters : tuple of (str, str)
        Parameters of the notebooks, as texts.
    draft : bool
        Whether a page stamped as a draft may be made.
    withheld : tuple of str
        Environment variables that other clients of the portfolio name: this one's process gets none of them.
    """

    client: str
    period: str
    steps: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    withheld: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """Arguments of the perfloop command that runs it 「命令参数」.

        Examples
        --------
        >>> Task("/clients/a", "2025-06", steps=("track",), draft=True).arguments
        ('run', '/clients/a', '--period=2025-06', '--steps=track', '--draft')
        """
        given = tuple(f"--parameter={name}={value}" for name, value in self.parameters)
        steps = (f"--steps={','.join(self.steps)}",) if self.steps else ()
        return ("run", self.client, f"--period={self.period}", *steps, *given, *(("--draft",) if self.draft else ()))


@dataclass(frozen=True, slots=True)
class Told:
    """What a client's own process tells of it for the summary 「客户自述」.

    Parameters
    ----------
    id, client : str
        Id of the engagement, and the client's name in the engagement's language.
    headline : str
        First sentence of its page's conclusion; empty where there is no page.
    verdicts : mapping of int
        Measures by verdict: ``worked``, ``no_evidence``, ``worse``, ``insufficient``, ``undecidable``, ``waiting``.
    alerts : int
        Early warnings that are open.
    errors, warnings : int
        What `perfloop check` finds that nobody muted.
    points : tuple of mapping
        The weightiest of them, in each language.
    """

    id: str = ""
    client: str = ""
    headline: str = ""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    alerts: int = 0
    errors: int = 0
    warnings: int = 0
    points: tuple[Worded, ...] = ()

    @property
    def is_warned(self) -> bool:
        """Whether somebody should look, though it ran 「是否需要关注」."""
        return bool(self.alerts or self.errors or self.warnings)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one client's run 「客户结果」.

    Parameters
    ----------
    client : str
        Folder, as in its task.
    code : int or None
        Exit code of its process; None where none was started or it was ended from outside.
    status : {"done", "failed", "refused", "killed", "interrupted"}
        What became of it.
    page : str
        Path of its page, empty where there is none.
    lines : tuple of str
        What its process said under way.
    error : str
        Why it is not done, in one line.
    seconds : float
        Wall time.
    peak_memory : int
        Most bytes that its processes together were seen to use, looked at every half second; 0 where not known.
    step : str
        Step that was under way when it ended; empty where none was.
    told : Told
        What its process told for the summary.
    """

    client: str
    code: int | None
    status: Status
    page: str = ""
    lines: tuple[str, ...] = ()
    error: str = ""
    seconds: float = 0.0
    peak_memory: int = 0
    step: str = ""
    told: Told = Told()

    @property
    def name(self) -> str:
        """Name of its folder 「文件夹名」."""
        return Path(self.client).name
