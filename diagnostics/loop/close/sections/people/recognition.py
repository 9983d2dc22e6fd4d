"""Section: whose work deserves to be seen 「表彰」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

_KEYS = ("name", "measure", "part", "verdict")
_COUNTED = ("tasks", "milestones", "check_ins")


def recognition_section(record: Record | None, wording: Wording) -> Section | None:
    """People who agreed and teams, with what they did for which measures; no ranks, no amounts 「表彰」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``rounds``; None where a run has none.
    """
    found = (record or {}).get("recognised") or []
    rows = tuple(_row(each, one, wording) for each in found for one in each["for"])
    if not rows:
        return None
    columns = tuple(Column(key=each, label=_say(f"column.{each}", wording)) for each in _KEYS)
    return Section(
        id="recognition",
        title=_say("title", wording),
        lead=_say("lead", wording),
        parts=(
            TablePart(table=Table(caption=_say("caption", wording), columns=columns, rows=rows)),
            Paragraph(text=_say("after", wording)),
        ),
        inside=_say("inside", wording, count=len(found)),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"rounds.recognition.{term}", wording.language, **values)


def _row(who: Record, one: Record, wording: Wording) -> dict[str, str]:
    titles = {each["id"]: wording.words(each["title"]) for each in wording.inputs.interventions["interventions"]}
    return {
        "name": who["name"] or wording.entity(who["team"]),
        "measure": titles.get(one["measure"]) or str(one["measure"]),
        "part": _part(one, wording),
        "verdict": _say(f"verdict.{one['verdict'] or 'none'}", wording),
    }


def _part(one: Record, wording: Wording) -> str:
    part = one["part"]
    if part is None:
        told = [_say("team", wording)]
    else:
        told = [_say("owner", wording)] if part["owner"] else []
        told += [_say(name, wording, count=part[name]) for name in _COUNTED if part[name]]
    said = _say("separator", wording).join(told)
    note = wording.words(one["note"])
    return _say("note", wording, part=said, note=note) if note else said
