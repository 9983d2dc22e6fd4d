"""What of an engagement matches a requirement, from its files alone 「逐项查找」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from diagnostics.dictionary.csv_head import read_rows
from diagnostics.dictionary.used_columns import column_roles, used_columns
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.playbook_matches import ColumnMatch, EntityMatch, EvidenceMatch, KpiMatch
from diagnostics.model.source import Source

_HEAD = 65_536


def kpis_found(engagement: Engagement, match: KpiMatch) -> tuple[str, ...]:
    """Ids of the KPIs for which all that is said holds 「符合条件的指标」."""
    aimed = {item.kpi for card in engagement.scorecards for item in card.items if item.targets is not None}
    return tuple(key for key, each in engagement.kpis.items() if not misses(each, match, aimed=key in aimed))


def misses(kpi: Kpi, match: KpiMatch, *, aimed: bool) -> tuple[str, ...]:
    """Fields of a match that a KPI does not meet 「不符合的条件」.

    Parameters
    ----------
    aimed : bool
        Whether a scorecard gives it a target.
    """
    of_these = ("kind", "unit", "direction", "cycle", "view")
    wrong = [name for name in of_these if getattr(match, name) and getattr(kpi, name) not in getattr(match, name)]
    told = {"formula": kpi.formula is not None, "target": aimed, "mother": kpi.mother, "leading": kpi.leading}
    wrong += [name for name, is_so in told.items() if getattr(match, name) not in (None, is_so)]
    counted = {"dimensions": len(kpi.dimensions), "counters": len(kpi.counters), "factors": _factors(kpi, match)}
    return (*wrong, *(name for name, count in counted.items() if count < getattr(match, name)))


def _factors(kpi: Kpi, match: KpiMatch) -> int:
    if not match.factors or kpi.formula is None:
        return 0
    from diagnostics.dictionary.expression.formula import parse_formula

    return len(set(parse_formula(kpi.formula).names))


def columns_found(engagement: Engagement, match: ColumnMatch) -> tuple[str, ...]:
    """Columns that mean what is asked for, as ``source.column`` 「符合条件的字段」."""
    found: list[str] = []
    for name, source in engagement.settings.sources.items():
        if all(getattr(source, each) for each in match.beside):
            found += [f"{name}.{each}" for each in dict.fromkeys(_columns(engagement, name, source, match))]
    return tuple(found)


def _columns(engagement: Engagement, name: str, source: Source, match: ColumnMatch) -> Iterator[str]:
    own = [each for each in engagement.kpis.values() if each.source == name]
    if match.meaning in ("time", "entity", "person"):
        column = getattr(source, match.meaning)
        yield from (column,) if column else ()
        if match.meaning != "person":
            yield from (told for each in own if (told := getattr(each, match.meaning)))
    elif match.meaning == "dimension":
        yield from (column for each in own for column in each.dimensions)
    elif match.meaning == "named":
        wanted = {each.strip().casefold() for each in match.names}
        yield from (each for each in headers(engagement, name) if each.strip().casefold() in wanted)
    else:
        yield from _numbers(engagement, name, own if match.meaning == "number" else _of_money(own))


def _of_money(kpis: Sequence[Kpi]) -> list[Kpi]:
    return [each for each in kpis if each.unit == "money"]


def _numbers(engagement: Engagement, source: str, kpis: Sequence[Kpi]) -> Iterator[str]:
    """Columns that these KPIs compute with."""
    header = headers(engagement, source)
    keys = {("kpi", each.id) for each in kpis}
    numbers = column_roles(engagement, source, header).numbers if keys else frozenset()
    for each in used_columns(engagement, source, header):
        if each.key in keys and each.column in numbers:
            yield each.column


def headers(engagement: Engagement, source: str) -> tuple[str, ...]:
    """Columns of a source's CSV files, else those that the engagement names in it 「表头」."""
    found: dict[str, None] = {}
    # What checks files knows the files' reader, which takes playbooks over.
    from diagnostics.dictionary.source_contents import csv_paths

    for path in csv_paths(engagement, source):
        encoding = engagement.settings.sources[source].encoding or "utf-8-sig"
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        try:
            text = head.decode(encoding, errors="ignore")
        except LookupError:
            continue
        found |= dict.fromkeys(next(read_rows(text), ()))
    return tuple(found) or tuple(dict.fromkeys(each.column for each in used_columns(engagement, source, ())))


def entities_found(engagement: Engagement, match: EntityMatch) -> int:
    """How many entities match; with ``peers`` those of the largest group of alike ones 「符合条件的对象数」."""
    found = [each for each in engagement.entities if _fits(each, match)]
    if not match.peers:
        return len(found)
    groups = Counter((each.level, each.peer_group) for each in found if each.peer_group)
    return max(groups.values(), default=0)


def _fits(entity: Entity, match: EntityMatch) -> bool:
    return (
        (not match.level or entity.level in match.level)
        and match.person in (None, entity.person)
        and match.responsible in (None, bool(entity.tenures))
    )


def evidence_found(
    engagement: Engagement, match: EvidenceMatch, measures: Mapping[str, tuple[str, date | None]]
) -> int:
    """How much is known besides figures 「证据数量」.

    Parameters
    ----------
    measures : mapping
        Measures of the ledger.
    """
    settings = engagement.settings
    if match.kind == "charter":
        return int(not settings.charter.unanswered)
    if match.kind == "interviews":
        return sum(not match.level or each.level in match.level for each in engagement.interviews)
    if match.kind == "surveys":
        wanted = [each for each in settings.surveys if match.when in (None, each.when)]
        return sum((engagement.folder / each.file).is_file() for each in wanted)
    told: dict[str, int] = {
        "goals": len(settings.goals), "rounds": len(settings.rounds), "reviews": len(settings.reviews),
        "causes": len(engagement.causes), "whys": len(engagement.whys), "traps": len(engagement.traps),
        "costs": len(engagement.costs), "measures": len(measures), "signoffs": len(engagement.signoffs),
        "scorecards": len(engagement.scorecards),
    }  # fmt: skip
    if match.kind not in told:
        raise InputError(f"evidence {match.kind!r} is of no kind that is counted.")
    return told[match.kind]
