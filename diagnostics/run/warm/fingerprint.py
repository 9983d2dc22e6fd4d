"""What a process can't change once it has imported 「预热指纹」."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from diagnostics.run.warm.preloading import MODULES, OWN

# Read by the interpreter or by a library when it is loaded; all others replace the parent's when it forks.
_LASTING = re.compile(
    r"(PYTHON|OMP_|OPENBLAS|GOTO_|MKL_|BLIS_|VECLIB|NUMEXPR|NUMBA|KMP_|GOMP_|LC_|XDG_|MPLCONFIG|ARROW_|MALLOC_|LD_|DYLD_"
    r"|NPY_|NUMPY|PANDAS|IBIS|DUCKDB|PYDANTIC|SCIPY|SSL_|OPENSSL).*|LANG|LANGUAGE|HOME|MPLRC"
)


def fingerprint(environment: Mapping[str, str]) -> str:
    """Fingerprint of interpreter, installed packages and lasting environment 「预热指纹」.

    Parameters
    ----------
    environment : mapping of str
        Environment that a forked process shall have.

    Returns
    -------
    str
        The same for two environments exactly where one parent may serve both.

    Notes
    -----
    Packages are told by the times of their folders, which change when one is installed, replaced or removed.
    """
    # A parent bears its starter's; where they differ it would be another process than the one asked for.
    own = [os.getuid(), _umask(), len(os.sched_getaffinity(0))] if sys.platform.startswith("linux") else []
    interpreter = [sys.executable, sys.version, sys.prefix]
    told = json.dumps([interpreter, _installed(), MODULES, OWN, sorted(lasting(environment).items()), own])
    return hashlib.sha256(told.encode()).hexdigest()


def lasting(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that a process can't change once it has imported 「持久环境变量」.

    Examples
    --------
    >>> lasting({"LANG": "C.UTF-8", "DATABASE": "x"})
    {'LANG': 'C.UTF-8'}
    """
    return {name: value for name, value in environment.items() if _LASTING.fullmatch(name)}


def _installed() -> list[tuple[str, int]]:
    places = (Path(each) for each in sys.path if each.endswith(("site-packages", "dist-packages")))
    return [(str(each), each.stat().st_mtime_ns) for each in places if each.is_dir()]


def _umask() -> str:
    told = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next((line for line in told if line.startswith("Umask")), "")
