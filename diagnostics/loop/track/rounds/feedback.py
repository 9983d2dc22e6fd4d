"""What people said about the measures, counted by theme 「反馈汇总」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.dictionary.evidence.naming import bears_name
from diagnostics.errors import InputError
from diagnostics.model.rounds import Feedback, FeedbackTheme

if TYPE_CHECKING:
    from diagnostics.data.layout.grid import Grid

FILES = ("evidence/feedback.csv", "evidence/feedback.xlsx")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "theme": ("theme", "主题", "类别"),
    "words": ("words", "feedback", "反馈", "原话"),
    "action": ("action", "action taken", "处理", "采取的行动", "处理措施"),
}


def feedback_file(folder: Path) -> Path | None:
    """File with feedback, None where there is none 「反馈文件」.

    Raises
    ------
    InputError
        When there are two, or it lies outside the engagement's folder.
    """
    there = [name for name in FILES if (folder / name).is_file()]
    if len(there) > 1:
        raise InputError(f"{' and '.join(there)} are both there; feedback lies in one of them.")
    if not there:
        return None
    if not (folder / there[0]).resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{there[0]} leads out of the engagement folder.")
    return folder / there[0]


def read_feedback(folder: Path, least: int, names: Collection[str] = ()) -> Feedback | None:
    """Feedback counted by theme, and how much of it nobody has acted on 「反馈汇总」.

    Parameters
    ----------
    folder : Path
        The engagement's folder; ``evidence/feedback.csv`` or ``.xlsx`` in it has columns theme, words and action.
    least : int
        Fewest remarks of a theme that is told by its name: of fewer it could be told who spoke.
    names : collection of str
        Names of people; a theme that bears one counts among the others.

    Returns
    -------
    Feedback or None
        None where there is no file or fewer remarks than that. What people said is in it nowhere.

    Raises
    ------
    InputError
        When the file can't be read or lacks a column.
    """
    from diagnostics.data.files.file_grids import file_grids

    path = feedback_file(folder)
    if path is None:
        return None
    name = path.relative_to(folder).as_posix()
    rows = [row for grid in file_grids(path, name) for row in _rows(grid, name)]
    counts: dict[str, tuple[int, int]] = {}
    for theme, action in rows:
        count, waiting = counts.get(theme, (0, 0))
        counts[theme] = count + 1, waiting + (not action)
    if len(rows) < least:
        return None
    nobody = {theme for theme in counts if theme and not bears_name(theme, names)}
    told = [FeedbackTheme(theme, *each) for theme, each in counts.items() if theme in nobody and each[0] >= least]
    told.sort(key=lambda each: (-each.count, each.theme))
    rest = len(rows) - sum(each.count for each in told)
    waiting = sum(each[1] for each in counts.values())
    return Feedback(tuple(told), rest, len(rows), waiting)


def _rows(grid: Grid, name: str) -> list[tuple[str, str]]:
    """Theme and action of each row with words."""
    from diagnostics.data.layout.grid import cell_text

    filled = [[cell_text(each).strip() for each in row] for row in grid.rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    places = _places(filled[0], name)
    cells = [{each: row[at] if at < len(row) else "" for each, at in places.items()} for row in filled[1:]]
    return [(each["theme"], each["action"]) for each in cells if each["words"] or each["theme"]]


def _places(headings: Sequence[str], name: str) -> dict[str, int]:
    found = {each.casefold(): at for at, each in reversed(list(enumerate(headings)))}
    places = {key: next((found[each] for each in words if each in found), -1) for key, words in HEADINGS.items()}
    lacking = [key for key, at in places.items() if at < 0]
    if lacking:
        told = ", ".join(f"{key} ({' or '.join(HEADINGS[key])})" for key in lacking)
        raise InputError(f"{name} lacks the column {told}; its first row has {', '.join(filter(None, headings))}.")
    return places
