"""An answer sheet becomes answers: one row a person, the latest where one answered twice 「读取问卷」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.files.file_grids import file_grids
from diagnostics.data.layout.grid import Grid, cell_text
from diagnostics.errors import InputError, unknown
from diagnostics.loop.align.consensus.groups import is_management
from diagnostics.loop.align.consensus.headings import Role, question_number, question_text, roles, same
from diagnostics.loop.align.consensus.people import apart, latest
from diagnostics.loop.align.consensus.scale import (
    HIGHEST,
    LOWEST,
    is_bare_figure,
    is_scale,
    may_be_scale,
    read_answer,
    runs_backwards,
)
from diagnostics.model.consensus import Unread
from diagnostics.model.survey import Survey

# A row above the table, such as its title, fills fewer cells than this.
_HEADED = 3


@dataclass(frozen=True, eq=False)
class Answers:
    """What people answered, without anything that tells who they are 「问卷答案」.

    Parameters
    ----------
    questions : dict
        Words of each question by the form in which headings are compared.
    scores : tuple of dict
        One a person: answer of 1 to 5 by question; questions left blank are absent.
    management : tuple of bool or None
        Whether each of them is management; None where that is not told.
    rows : int
        Rows that hold an answer, before duplicates were left out.
    duplicates : tuple of int
        Rows of the sheet that a later one of the same person replaced.
    unread : tuple of Unread
        Cells of questions on the scale that nobody could read.
    aside : tuple of str
        Headings of columns that are no question on the scale.
    apart : tuple of bool
        Whether each of them is surely another than those before: where nothing names people, rows that are alike may
        be one person's.
    numbers : dict
        Number before each question, where one stands there.
    """

    questions: dict[str, str]
    scores: tuple[dict[str, int], ...]
    management: tuple[bool | None, ...]
    rows: int
    duplicates: tuple[int, ...]
    unread: tuple[Unread, ...]
    aside: tuple[str, ...]
    apart: tuple[bool, ...]
    numbers: dict[str, int | None]


def read_answers(folder: Path, survey: Survey) -> Answers:
    """Read the answers of a survey 「读取问卷」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    survey : Survey
        Which file, and how management is told from staff.

    Raises
    ------
    InputError
        When the file is outside the folder, absent, no table, has no question on a scale of five, or lacks the group's
        column.
    """
    grid = _grid(folder, survey)
    top = _header(grid)
    headings = [cell_text(each).strip() for each in grid.rows[top]]
    rows = [(number, _row(grid, number, len(headings))) for number in range(top + 1, len(grid.rows))]
    scaled = _scaled(headings, [row for _, row in rows])
    told = roles(headings, survey.group, scaled)
    if survey.group and "group" not in told.values():
        known = [each for each in headings if each]
        raise unknown("heading", survey.group, known, f"{grid.name} (survey {survey.id!r})")
    asked = [place for place, role in told.items() if role == "question"]
    rows = [(number, row) for number, row in rows if any(row[place] for place in asked)]
    on_scale = sorted(scaled)
    if not on_scale:
        raise InputError(
            f"{grid.name} has no question that is answered on a scale of five (from 非常不同意 to 非常同意, or 1 to 5)."
        )
    _refuse_twice(grid, headings, on_scale)
    kept, duplicates = latest(rows, told)
    return _answers(grid, headings, told, on_scale, survey, kept, len(rows), duplicates)


def _scaled(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> set[int]:
    """Columns on the scale of five; where some surely are, so are those with a few cells that are not."""
    columns = {place: [row[place] for row in rows] for place in range(len(headings)) if headings[place]}
    if any(is_scale(texts) for texts in columns.values()):
        return {place for place, texts in columns.items() if is_scale(texts) or may_be_scale(texts)}
    # Words of agreement tell the scale by themselves.
    return {
        place
        for place, texts in columns.items()
        if may_be_scale(texts) and any(read_answer(each) and not is_bare_figure(each) for each in texts)
    }


def _grid(folder: Path, survey: Survey) -> Grid:
    path = (folder / survey.file).resolve()
    if Path(survey.file).is_absolute() or not path.is_relative_to(folder.resolve()):
        raise InputError(f"file == {survey.file!r} of survey {survey.id!r}, must lie in the engagement folder.")
    grids = file_grids(path, survey.file)
    found = [each for each in grids if any(not each.is_blank(row) for row in range(len(each.rows)))]
    if not found:
        raise InputError(f"{survey.file} is empty.")
    # The kit's own workbook has its guide first; the sheet with the most answers is meant.
    return max(found, key=lambda each: len(each.rows) * (len(each.rows[_header(each)]) >= _HEADED))


def _header(grid: Grid) -> int:
    """Row of the headings: the first that fills several cells."""
    for number, row in enumerate(grid.rows):
        if sum(bool(cell_text(each).strip()) for each in row) >= _HEADED:
            return number
    return 0


def _row(grid: Grid, number: int, width: int) -> list[str]:
    row = [cell_text(each).strip() for each in grid.rows[number]][:width]
    return [*row, *[""] * (width - len(row))]


def _refuse_twice(grid: Grid, headings: list[str], on_scale: list[int]) -> None:
    """Refuse two questions of one wording: one of them would be lost."""
    first: dict[str, int] = {}
    for place in on_scale:
        other = first.setdefault(same(headings[place]), place)
        if other != place:
            raise InputError(
                f"{grid.name} asks {question_text(headings[place])!r} in columns {other + 1} and {place + 1}; give each"
                " question words of its own."
            )


def _answers(  # noqa: PLR0913, PLR0917 (all that the sheet told)
    grid: Grid, headings: list[str], told: dict[int, Role], on_scale: list[int], survey: Survey,
    kept: list[tuple[int, list[str]]], rows: int, duplicates: tuple[int, ...],
) -> Answers:  # fmt: skip
    questions = {same(headings[place]): question_text(headings[place]) for place in on_scale}
    group = next((place for place, role in told.items() if role == "group"), None)
    backwards = {place for place in on_scale if runs_backwards([row[place] for _, row in kept])}
    scores, management, unread = [], [], []
    for number, row in kept:
        answered: dict[str, int] = {}
        for place in on_scale:
            if not row[place]:
                continue
            score = read_answer(row[place])
            if score is not None and place in backwards and is_bare_figure(row[place]):
                score = LOWEST + HIGHEST - score
            if score is None:
                unread.append(Unread(grid.at(number, place), question_text(headings[place]), row[place][:12]))
            else:
                answered[same(headings[place])] = score
        scores.append(answered)
        management.append(is_management(row[group], survey.management) if group is not None else None)
    aside = tuple(
        question_text(headings[place])
        for place, role in told.items()
        if role == "question" and headings[place] and place not in on_scale
    )
    numbers = {same(headings[place]): question_number(headings[place]) for place in on_scale}
    return Answers(
        questions, tuple(scores), tuple(management), rows, duplicates, tuple(unread), aside, apart(kept, told), numbers
    )
