"""A value of the client's that was found wrong, and what is right 「数据更正」."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from diagnostics.model.base import Noun

Cell = str | int | float | bool | None


class Correction(Noun):
    """A value of the client's that was found wrong, and what is right 「数据更正」.

    The file is never edited: corrections.yaml lies over it.

    Parameters
    ----------
    id : str
        Its key in the file.
    source : str
        Source named in engagement.yaml.
    file : str
        File of the source, needed where it has several.
    row : int, optional
        Row of the file as a person counts it (the header is row 1); or
    match : dict
        Values by column that pick exactly one row.
    column : str
        Column whose value is wrong.
    old, new : value
        What stands in the file, and what is right; ``old`` must be what is found there.
    who, when, why : str, date, str
        Who corrected it, on which day, for what reason.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    source: str
    file: str = ""
    row: int | None = Field(default=None, ge=2)
    match: dict[str, Cell] = Field(default_factory=dict)
    column: str
    old: Cell
    new: Cell
    who: str = Field(min_length=1)
    when: date
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_place(self) -> Correction:
        if (self.row is None) == (not self.match):
            raise ValueError(f"correction {self.id!r} names either 'row' or 'match'")
        return self
