"""Which notes were read against which figures: notes/accepted.yaml 「核对记录」."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from diagnostics.dictionary.notes.reading import FOLDER
from diagnostics.dictionary.noun_reader import entries, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import read_yaml
from diagnostics.model.note import Acceptance, Note

ACCEPTED = f"{FOLDER}/accepted.yaml"


def read_accepted(root: Path) -> tuple[Acceptance, ...]:
    """Acceptances in the order in which they were given, empty where there is no file 「读取核对记录」.

    Raises
    ------
    InputError
        When the file is no list, or something in it breaks a rule.
    """
    if not (root / ACCEPTED).exists():
        return ()
    document = read_yaml(root / ACCEPTED, root)
    problems, count = Problems(), len(entries(document, "acceptances"))
    found = [read_noun(Acceptance, document, (i,), lambda _: "an acceptance", problems) for i in range(count)]
    problems.raise_any()
    return tuple(each for each in found if each is not None)


def accepted_of(note: Note, accepted: Iterable[Acceptance]) -> tuple[Acceptance, ...]:
    """Acceptances of a note as it now reads, the first first 「某判断的核对记录」."""
    key = (note.section, note.language, note.fingerprint)
    return tuple(each for each in accepted if (each.section, each.language, each.note) == key)
