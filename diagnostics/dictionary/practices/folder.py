"""Where a firm keeps its practice library 「实践库位置」."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

VARIABLE = "PERFLOOP_PRACTICES"


def firm_folder(given: Path | None = None, engagement: Engagement | None = None) -> Path | None:
    """Folder of the firm's library: as given, else as the variable or the engagement says 「取实践库」.

    Parameters
    ----------
    given : Path, optional
        What a command was told.
    engagement : Engagement, optional
        Its setting ``practices`` is a path, relative to its folder.

    Returns
    -------
    Path or None
        None where nobody named one.

    Raises
    ------
    InputError
        When the one that is named lies inside the engagement's folder, whose words must not mix with the firm's.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE, "").strip() else None)
    if named is None and engagement is not None and engagement.settings.practices:
        named = engagement.folder / engagement.settings.practices
    if named is not None and engagement is not None and named.resolve().is_relative_to(engagement.folder.resolve()):
        raise InputError(
            f"The practice library {str(named)!r} lies inside the engagement; it belongs to the firm: name a folder"
            f" outside with --to or the variable {VARIABLE}."
        )
    return named
