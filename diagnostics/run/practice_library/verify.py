"""The firm's records of an engagement, held to its own run 「核对实践库」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.errors import InputError
from diagnostics.model.practice import ClosedMeasure

# Not the seal, nor which run it was: a run made anew with the same figures is the same.
_COMPARED = tuple(name for name in ClosedMeasure.model_fields if name not in ("seal", "source"))


def differences(path: Path, folder: Path | None = None) -> list[str]:
    """Where the library's records and cards of an engagement differ from what its runs have 「核对实践库」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    folder : Path, optional
        The firm's library.

    Returns
    -------
    list of str
        A line for each record that differs, is missing, or is of no measure; empty where all are the same.

    Raises
    ------
    InputError
        When nothing of the engagement was ever kept, or its run is not whole.

    Notes
    -----
    A seal shows that a figure was edited; who can compute one anew is found only here, with the client's own run.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.practices import firm_folder
    from diagnostics.run.practice_library.filing import read_filing
    from diagnostics.run.practice_library.listing import library_at
    from diagnostics.run.practice_library.run import recorded_now

    engagement = load_engagement(path)
    library = library_at(firm_folder(folder, engagement))
    filing = read_filing(engagement.folder)
    if not filing.pseudonym:
        raise InputError("Nothing of this engagement was put into a practice library; 'perfloop practices add' does.")
    own = {key: each for key, each in library.outcomes.items() if each.source.engagement == filing.pseudonym}
    made_from = next((each.source.tracking for each in own.values()), "")
    found = recorded_now(engagement, filing, made_from)
    now = {each.id: (measure, each, cost) for measure, (each, cost) in found.items()}
    told = []
    for key, (measure, each, cost) in now.items():
        if key not in own:
            told.append(f"{measure}: not on record")
            continue
        names = [name for name in _COMPARED if getattr(each, name) != getattr(own[key], name)]
        names += ["year"] if each.source.year != own[key].source.year else []
        # All else of a card is as its record has it, or the library could not be read.
        names += ["cost"] if key in library.cards and library.cards[key].cost != cost else []
        if names:
            told.append(f"{measure}: {', '.join(names)} of {key} differ from the engagement's run")
    return [*told, *(f"{key}: of no measure that is closed now" for key in own if key not in now)]
