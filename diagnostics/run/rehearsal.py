"""A proposal is computed once before it is handed over 「试算草案」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError
from diagnostics.run.proposal.told import Told


def propose_and_rehearse(folder: Path, source: Path, names: tuple[str, str], told: Told) -> str:
    """Write what a table suggests into a folder and compute it once; the period of its last figures 「生成并试算」.

    Parameters
    ----------
    names : (str, str)
        Id of the engagement, and the client's name.
    told : Told
        What somebody said of the table.
    """
    from diagnostics.run.proposal.proposal import propose, write_proposal

    write_proposal(folder, propose(source, *names, told))
    return rehearse(folder, source.name)


def rehearse(folder: Path, table: str) -> str:
    """Period of the last figures of a proposed engagement, computed as a run would 「试算」.

    Parameters
    ----------
    folder : Path
        The engagement as proposed.
    table : str
        Name of the client's table, for the error.

    Returns
    -------
    str
        Last period in which the first KPI has a figure, such as ``2025-03``.

    Raises
    ------
    InputError
        What the table holds that has to be answered first.
    """
    from diagnostics.data.observe import observe
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    first = next(iter(engagement.kpis))
    try:
        rows = observe(engagement).of(first, level="company").dropna(subset=["value"])
    except InputError as error:
        raise InputError(f"{table} can't become an engagement before this is answered: {error}") from error
    if rows.empty:
        raise InputError(f"{table} holds no figure of {engagement.kpis[first].name} in any period.")
    return str(rows.sort_values("start" if "start" in rows else "period")["period"].iloc[-1])
