"""Things with an id, from a file that is a list 「按编号的列表文件」."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.subjects import id_subject
from diagnostics.dictionary.yaml_file import Document, read_yaml
from diagnostics.errors import InputError
from diagnostics.model.base import Noun

N = TypeVar("N", bound=Noun)
EMPTY = Document("", [], {})


def read_listed(root: Path, name: str, noun: type[N], what: str, whole: str = "") -> tuple[tuple[N, ...], Document]:
    """Things with an id, from a file of the engagement that need not be there 「读取列表文件」.

    Parameters
    ----------
    name : str
        File, relative to the engagement.
    noun : type
        Noun with an ``id``.
    what, whole : str
        What one of them is called in errors, and several; ``what`` with an s where none is given.

    Raises
    ------
    InputError
        When the file is no list, something in it breaks a rule, or an id occurs twice.
    """
    if not (root / name).exists():
        return (), EMPTY
    document = read_yaml(root / name, root)
    problems, subject = Problems(), id_subject(what)(document)
    count = len(entries(document, whole or f"{what}s"))
    found = [read_noun(noun, document, (i,), subject, problems) for i in range(count)]
    problems.raise_any()
    known = tuple(each for each in found if each is not None)
    _refuse_twice(known, document, what)
    return known, document


def _refuse_twice(known: tuple[Any, ...], document: Document, what: str) -> None:
    ids = [each.id for each in known]
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            place = error_place(document, (index,))
            raise InputError(f"{what} id {each!r} occurs {ids.count(each)} times ({place}); ids are unique.")
        seen.add(each)
