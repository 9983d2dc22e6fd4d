"""Votes and losses of causes, from their file 「损失量文件」."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from diagnostics.dictionary.listed import EMPTY
from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, read_yaml
from diagnostics.errors import InputError, unknown
from diagnostics.model.root_cause import PerceivedCost

COSTS = "evidence/costs.yaml"


def read_costs(root: Path, causes: Collection[str]) -> tuple[tuple[PerceivedCost, ...], Document]:
    """Votes and losses of causes; the file need not be there 「读取损失量」.

    Parameters
    ----------
    root : Path
        The engagement's folder.
    causes : collection of str
        Ids of the register.

    Raises
    ------
    InputError
        When the file breaks a rule, names an unknown cause or one twice, or counts in several units.
    """
    if not (root / COSTS).exists():
        return (), EMPTY
    document = read_yaml(root / COSTS, root)
    problems, count = Problems(), len(entries(document, "losses"))
    found = [read_noun(PerceivedCost, document, (i,), lambda _: "a loss", problems) for i in range(count)]
    problems.raise_any()
    costs = tuple(each for each in found if each is not None)
    seen: set[str] = set()
    for index, each in enumerate(costs):
        place = error_place(document, (index, "cause"))
        if each.cause not in causes:
            problems.add(unknown("cause", each.cause, causes, place))
        elif each.cause in seen:
            problems.add(InputError(f"cause {each.cause!r} has two losses ({place}); keep one."))
        seen.add(each.cause)
    counted = [(index, each.unit) for index, each in enumerate(costs) if each.amount is not None]
    for index, unit in counted:
        if unit != counted[0][1]:
            place = error_place(document, (index, "unit"))
            problems.add(
                InputError(f"unit == {unit!r} ({place}), others are counted in {counted[0][1]!r}; losses share a unit.")
            )
    problems.raise_any()
    return costs, document
