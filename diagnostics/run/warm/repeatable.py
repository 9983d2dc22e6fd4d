"""Environment of processes whose results are held against each other 「可重复环境」."""

from __future__ import annotations

from collections.abc import Mapping

_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    # The debugger, which nobody asks for here, else warns about itself at every start.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# Threads of linear algebra wait for each other on a busy machine; what a step computes is too small to be shared out.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def repeatable(environment: Mapping[str, str]) -> dict[str, str]:
    """Environment in which the same input gives the same output 「可重复环境变量」.

    Parameters
    ----------
    environment : mapping of str
        Environment to begin with; threads of linear algebra that it names stay as they are.
    """
    return {**dict.fromkeys(_THREADS, "1"), **environment, **_FIXED}
