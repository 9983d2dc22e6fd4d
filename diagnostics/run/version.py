"""Which perfloop this is 「版本」."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """Version of the installed perfloop, ``unknown`` where it is not installed 「版本号」."""
    try:
        return installed("perfloop")
    except PackageNotFoundError:
        return "unknown"
