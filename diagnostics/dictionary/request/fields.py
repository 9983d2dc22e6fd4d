"""Columns that a source is asked for, with what they hold and how private they are 「字段」."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diagnostics.dictionary.used_columns import column_roles, used_columns
from diagnostics.model.data_request import FieldKind, Privacy, RequestField
from diagnostics.model.target import TIERS, SourceTable
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.model.engagement import Engagement

# Headings of columns that are about single persons, whatever the engagement says of them.
_PERSON = re.compile(
    r"姓名|员工|工号|店长|经理|手机|电话|微信|身份证|银行卡|邮箱|住址|地址|生日|出生|"
    r"(?:^|[_\W])(?:first_?name|last_?name|full_?name|employee|staff_?id|person|phone|mobile|e-?mail|birth|address|"
    r"passport|id_?card|id_?number)(?:$|[_\W])",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"工资|薪|奖金|提成|津贴|补贴|扣款|(?:^|[_\W])(?:wages?|salary|salaries|bonus|pay|payroll|compensation)(?:$|[_\W])",
    re.I,
)


def fields_of(engagement: Engagement, source: str, header: Sequence[str] = ()) -> tuple[RequestField, ...]:
    """Columns that anything needs of a source: day, entity and person first, then in the order of the files 「字段」.

    Parameters
    ----------
    header : sequence of str
        Columns of its file, where there is one.
    """
    declared = engagement.settings.sources[source]
    names = tuple(dict.fromkeys(each.column for each in used_columns(engagement, source, header)))
    names = tuple(dict.fromkeys((*names, *_of_targets(engagement, source))))
    roles = column_roles(engagement, source, tuple(header) or names)
    entities = {declared.entity, *(each.entity for each in engagement.kpis.values() if each.source == source)}
    entities |= {each.entity for each in target_tables(engagement, source)}
    periods = {each.period for each in target_tables(engagement, source)}
    money = _money(engagement, source)

    def kind(name: str) -> FieldKind:
        if name == declared.person:
            return "person"
        if name in roles.days or name == declared.time or name in periods:
            return "day"
        if name in entities:
            return "entity"
        if name in roles.numbers:
            return "money" if name in money else "number"
        return "text"

    fields = [
        RequestField(each, kind(each), engagement.settings.labels.get(each, Text()), bool(_PERSON.search(each)))
        for each in names
    ]
    order: tuple[FieldKind, ...] = ("day", "entity", "person")
    return tuple(sorted(fields, key=lambda each: order.index(each.kind) if each.kind in order else len(order)))


def time_column(engagement: Engagement, source: str) -> str | None:
    """Column, or expression, that tells the day or period of a source's rows 「时间列」."""
    periods = (each.period for each in target_tables(engagement, source))
    return engagement.settings.sources[source].time or next(periods, None)


def privacy_of(engagement: Engagement, source: str, fields: Sequence[RequestField]) -> Privacy:
    """How careful whoever sends a source must be: pay before persons before the firm's own 「隐私级别」."""
    pay = engagement.settings.records.pay
    kpis = [each for each in engagement.kpis.values() if each.source == source]
    # A bonus is pay; what customers pay is money like any other, so that headings count beside people alone.
    personal = any(each.kind == "person" or each.personal for each in fields) or _people_are_entities(
        engagement, source
    )
    paid = [each for each in fields if each.kind in ("money", "number") and _PAY.search(each.column)]
    if (pay is not None and pay.source == source) or any(each.pay for each in kpis) or paid:
        return "pay"
    return "personal" if personal else "internal"


def _people_are_entities(engagement: Engagement, source: str) -> bool:
    """Whether the rows of a source name single persons: its KPIs are about entities that are people."""
    has_entity = engagement.settings.sources[source].entity or any(
        each.entity for each in engagement.kpis.values() if each.source == source
    )
    return bool(has_entity) and any(each.person for each in engagement.entities)


def _money(engagement: Engagement, source: str) -> set[str]:
    """Columns that are summed into money; a ratio's columns may be anything."""
    from diagnostics.dictionary.expression import parse_measure
    from diagnostics.dictionary.expression.nodes import columns

    found: set[str] = set()
    for kpi in engagement.kpis.values():
        if kpi.source == source and kpi.unit == "money" and kpi.measure is not None:
            named = columns(parse_measure(kpi.measure).tree)
            found |= set(named) if len(named) == 1 else set()
    pay = engagement.settings.records.pay
    if pay is not None and pay.source == source:
        found |= {each for each in (pay.fixed, pay.variable, pay.deductions, pay.rewards) if each}
    return found


def target_tables(engagement: Engagement, source: str) -> list[SourceTable]:
    """Targets that stand in a source 「目标表」."""
    tiers = (
        getattr(item.targets, name, None) for card in engagement.scorecards for item in card.items for name in TIERS
    )
    return [each for each in tiers if isinstance(each, SourceTable) and each.source == source]


def _of_targets(engagement: Engagement, source: str) -> tuple[str, ...]:
    return tuple(
        name for each in target_tables(engagement, source) for name in (each.period, each.entity, each.value) if name
    )
