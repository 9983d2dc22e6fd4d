"""Whether kernels are forked from a warm parent 「是否预热」."""

from __future__ import annotations

import os
import sys

from diagnostics.errors import InputError

WARM = "PERFLOOP_WARM"
_CHOICES = ("auto", "always", "never")


def wants_warm() -> bool:
    """Whether a warm parent is asked for and this system can fork one safely 「是否使用预热」.

    Returns
    -------
    bool
        ``PERFLOOP_WARM``: ``never`` no; ``auto``, the default, on Linux; ``always`` wherever processes can fork, which
        is for macOS, by hand: its system libraries don't promise to work in a forked process.

    Raises
    ------
    InputError
        When the variable holds anything else.
    """
    asked = os.environ.get(WARM) or _CHOICES[0]
    if asked not in _CHOICES:
        raise InputError(f"{WARM} == {asked!r}, must be one of {', '.join(_CHOICES)}.")
    if asked == "never" or not hasattr(os, "fork"):
        return False
    return asked == "always" or sys.platform.startswith("linux")


def no_warm() -> None:
    """Have this process and what it starts use plain kernels 「停用预热」."""
    os.environ[WARM] = "never"
