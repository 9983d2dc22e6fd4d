"""What a run needs besides code: notebooks, playbooks, templates 「随包资源」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError

PACKAGE = Path(__file__).resolve().parent.parent


def asset(name: str) -> Path:
    """Path of a notebook, playbook or template, in a checkout and in an installed wheel 「取随包资源」.

    Parameters
    ----------
    name : str
        Name relative to the project, such as ``notebooks/1_align.ipynb``.

    Raises
    ------
    InputError
        When there is no such file or folder, or the name leads out of the project.

    Examples
    --------
    >>> asset("notebooks/1_align.ipynb").name
    '1_align.ipynb'
    """
    # A wheel carries them inside the package; a checkout has them beside it.
    for root in (PACKAGE / "_assets", PACKAGE.parent):
        path = root / name
        if path.exists() and path.resolve().is_relative_to(root.resolve()):
            return path
    raise InputError(f"perfloop has no asset {name!r}; the installation is incomplete or the name is wrong.")
