"""Who is recognised, with what they did for which measures 「表彰名单」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]


def recognised_of(measures: Iterable[Record], verdicts: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """People and teams with their parts in measures, by name and never by how much 「表彰名单」.

    Parameters
    ----------
    measures : iterable of mapping
        ``interventions`` of the hand-off of that name: they name only who agreed and acts.
    verdicts : mapping
        Verdict of each measure that started.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for measure in measures:
        for each in measure.get("recognised") or ():
            # A team that is no entity any more, or is withheld here, has no name to be told by.
            if each["team"] and each["team"] not in measure["entities"]:
                continue
            key = (each["person"], each["team"])
            entry = found.setdefault(
                key, {"person": each["person"], "name": each["name"], "team": each["team"], "for": []}
            )
            told = {name: each[name] for name in ("at", "note", "part")}
            entry["for"].append({"measure": measure["id"], "verdict": verdicts.get(measure["id"]), **told})
    # In the order of names: an order by contribution would be a ranking.
    return tuple(sorted(found.values(), key=lambda each: (bool(each["team"]), each["name"], each["team"])))
