"""Appendix: definitions, methods and limits 「附录」."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Bullets, Fact, Facts, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.origin import origin_of
from diagnostics.loop.close.sections.changes import new_words, versions_table

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_KPIS = 120
# Smaller chances are not told apart.
TINY = 0.001


def facts_of(key: str, wording: Wording, figure: tuple[str, str] | None = None) -> Facts:
    """Definition, formula, source and owner of a KPI; of a figure (entity, period) its rows too 「口径」."""
    kpi = wording.inputs.kpis[key]
    told = {
        "definition": wording.words(kpi.get("definition")),
        "measure": kpi.get("measure") or "",
        "formula": _named(kpi.get("formula") or "", wording),
        "where": kpi.get("where") or "",
        "source": kpi.get("source") or "",
        "owner": wording.person(kpi.get("owner") or ""),
        "versions": wording.say("list.semicolon").join(
            wording.say("versions.fact", period=wording.period(each["from"]), new=new_words(each, wording))
            for each in kpi.get("versions") or ()
        ),
    }
    told |= origin_of(key, wording, figure)
    rows = tuple(Fact(label=wording.say(f"facts.{name}"), value=value) for name, value in told.items() if value)
    return Facts(rows=rows or (Fact(label=wording.say("facts.definition"), value=wording.kpi(key)),))


def definitions_section(inputs: Inputs, wording: Wording) -> Section:
    """Every KPI on the page, as it is counted 「指标口径」."""
    keys = ("name", "definition", "measure", "owner")
    columns = tuple(Column(key=each, label=wording.say(f"facts.{each}")) for each in keys)
    rows = tuple(
        {
            "name": wording.kpi(key),
            "definition": wording.words(kpi.get("definition")),
            "measure": _named(kpi.get("formula") or "", wording) or kpi.get("measure") or "",
            "owner": wording.person(kpi.get("owner") or ""),
        }
        for key, kpi in list(inputs.kpis.items())[:MOST_KPIS]
    )
    table = Table(caption=wording.say("facts.caption"), columns=columns, rows=rows)
    versions = versions_table(inputs, wording)
    tables = (table, *((versions,) if versions is not None else ()))
    parts = tuple(TablePart(table=each) for each in tables)
    return Section(id="definitions", title=wording.say("facts.title"), parts=parts, folded=True)


def methods_section(inputs: Inputs, wording: Wording) -> Section:
    """How effects were estimated, and what else was looked at without being evidence 「方法与边界」."""
    effects = inputs.tracking["effects"]
    bullets = Bullets(
        items=tuple(wording.say(f"methods.rule.{each}") for each in ("effect", "usual", "missing", "ladder"))
    )
    parts = (bullets, *((TablePart(table=_table(effects, wording)),) if effects else ()))
    return Section(id="methods", title=wording.say("methods.title"), parts=parts, folded=True)


def _table(effects: list[Record], wording: Wording) -> Table:
    keys = ("title", "method", "why", "effect", "p_value", "mde", "contrast")
    columns = tuple(Column(key=each, label=wording.say(f"methods.column.{each}")) for each in keys)
    titles = {each["id"]: wording.words(each["title"]) for each in wording.inputs.interventions["interventions"]}
    rows = tuple(_row(each, titles.get(each["intervention"]) or each["intervention"], wording) for each in effects)
    return Table(
        caption=wording.say("methods.caption"), columns=columns, rows=rows, note=wording.say("methods.contrast_note")
    )


def _row(each: Record, title: str, wording: Wording) -> dict[str, str]:
    told = {
        "title": title,
        "method": wording.say(f"methods.method.{each['method']}"),
        "why": wording.words(each.get("why")),
    }
    if each["verdict"] == "insufficient":
        # An interval without a verdict would be read as one.
        return {**told, "effect": wording.say("methods.no_verdict")}
    chance = each.get("p_value")
    return {
        **told,
        "effect": wording.interval(each["kpi"], each["low"], each["high"], relative=False),
        "p_value": wording.say("methods.tiny") if chance is not None and chance < TINY else _chance(chance, wording),
        "mde": wording.change(each["kpi"], each.get("mde")).lstrip("+"),
        "contrast": _contrasts(each, wording),
    }


def _chance(value: float | None, wording: Wording) -> str:
    return show(value, "ratio", wording.language, decimals=3)


def _contrasts(effect: Record, wording: Wording) -> str:
    """Estimates that are no evidence, shown so that nobody has to ask what they would have said."""
    told = [
        wording.say(
            "methods.contrast_part",
            name=wording.say(f"methods.contrast.{name}"),
            value=wording.change(effect["kpi"], figures.get("effect")),
        )
        for name, figures in effect["contrast"].items()
    ]
    return wording.say("list.semicolon").join(told)


def _named(formula: str, wording: Wording) -> str:
    """Formula with the KPIs' names in place of their ids."""
    known = wording.inputs.kpis
    told = re.sub(
        r"[A-Za-z_][A-Za-z0-9_]*", lambda each: wording.kpi(each[0]) if each[0] in known else each[0], formula
    )
    return told.replace("*", "×").replace("/", "÷")
