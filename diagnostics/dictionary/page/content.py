"""Page of a dictionary: mother metrics, the tree, every KPI 「指标字典页面」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.dictionary.page.entry import Entries
from diagnostics.dictionary.page.strategy import strategy_section
from diagnostics.dictionary.tree import build_tree
from diagnostics.look.page import Bullets, FigurePart, Page, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.model.engagement import Engagement

    Walk = list[tuple[str, str | None, int]]

# A page holds so many parts a section; a dictionary longer than this goes on in the next one.
_MOST_PARTS = 150


def dictionary_page(engagement: Engagement) -> Page:
    """Page of an engagement's dictionary 「指标字典页面」.

    Parameters
    ----------
    engagement : Engagement
        As opened; no data is touched.
    """
    entries = Entries(engagement)
    tree = build_tree(engagement.kpis)
    walk = tree.walk()
    unreached = [key for key in engagement.kpis if tree.mothers and not tree.path_to_mother(key)]
    sections = [_mothers(entries, tree.mothers), strategy_section(engagement), _tree(entries, walk, unreached)]
    sections.append(_overview(entries, walk))
    counts = {"kpis": len(engagement.kpis), "mothers": len(tree.mothers), "cards": len(entries.cards)}
    changed = sum(bool(each.versions) for each in engagement.kpis.values())
    lead = [entries.say("lead", **counts)]
    lead += [entries.say("lead_changed", count=changed)] if changed else []
    lead += [entries.say("lead_unreached", count=len(unreached))] if unreached else []
    return Page(
        language=engagement.language,
        title=entries.say("title", client=engagement.settings.client.say(engagement.language)),
        subtitle=entries.say("subtitle"),
        client=engagement.settings.client.say(engagement.language),
        lead=tuple(lead),
        sections=tuple(each for each in sections if each is not None),
        appendix=tuple(_details(entries, walk)),
        footer=(entries.say("footer"),),
    )


def _mothers(entries: Entries, mothers: Sequence[str]) -> Section | None:
    """The few results that all others serve, first of all."""
    if not mothers:
        return None
    table = _table(entries, mothers, entries.say("mothers.caption"))
    return Section(
        id="mothers",
        title=entries.say("mothers.title"),
        lead=entries.say("mothers.lead"),
        parts=(TablePart(table=table),),
    )


def _tree(entries: Entries, walk: Walk, unreached: Sequence[str]) -> Section:
    """A figure for each branch from the top, and the names of what reaches no mother metric."""
    parts: list[AnyPart] = [_figure(entries, branch) for branch in _branches(walk) if len(branch) > 1]
    if not parts:
        parts.append(Paragraph(text=entries.say("tree.flat")))
    if unreached:
        parts.append(Paragraph(text=entries.say("tree.unreached")))
        parts.append(Bullets(items=tuple(entries.name(each) for each in unreached[:60])))
        if len(unreached) > 60:
            parts.append(Paragraph(text=entries.say("tree.more", count=len(unreached) - 60)))
    return Section(id="tree", title=entries.say("tree.title"), lead=entries.say("tree.lead"), parts=tuple(parts))


def _branches(walk: Walk) -> list[Walk]:
    branches: list[Walk] = []
    for row in walk:
        if row[2] == 0:
            branches.append([])
        branches[-1].append(row)
    return branches


def _figure(entries: Entries, branch: Walk) -> FigurePart:
    """Branch as a figure, with the same as a table behind it."""
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    kpis = entries.engagement.kpis
    frame = pd.DataFrame(
        {
            "label": [entries.name(key) for key, _, _ in branch],
            "depth": [depth for _, _, depth in branch],
            "strong": [kpis[key].mother for key, _, _ in branch],
        }
    )
    top = entries.name(branch[0][0])
    below = [entries.name(key) for key, _, depth in branch if depth == 1]
    shown = entries.say("separator").join(below[:8])
    alt = entries.say("tree.alt", top=top, count=len(branch) - 1, below=len(below), names=shown)
    columns = ("name", "parent", "unit", "owner")
    table = Table(
        caption=entries.say("tree.caption", top=top),
        columns=tuple(Column(key=each, label=entries.say(f"fact.{each}")) for each in columns),
        rows=tuple(
            {
                "name": entries.name(key),
                "parent": entries.name(parent) if parent else "",
                "unit": entries.unit(kpis[key]),
                "owner": entries.engagement.person(kpis[key].owner),
            }
            for key, parent, _ in branch
        ),
    )
    title = entries.say("tree.figure", top=top)
    return figure_part(
        partial(charts.tree_chart, frame), alt, title=title, caption=entries.say("tree.note"), table=table
    )


def _table(entries: Entries, keys: Sequence[str], caption: str) -> Table:
    names = ("name", "definition", "measure", "unit", "owner")
    kpis = entries.engagement.kpis
    return Table(
        caption=caption,
        columns=tuple(Column(key=each, label=entries.say(f"fact.{each}")) for each in names),
        rows=tuple(
            {
                "name": entries.name(key),
                "definition": entries.now(key).definition.say(entries.language),
                "measure": entries.counted(entries.now(key)),
                "unit": entries.unit(kpis[key]),
                "owner": entries.engagement.person(kpis[key].owner),
            }
            for key in keys
        ),
    )


def _overview(entries: Entries, walk: Walk) -> Section:
    """Every KPI in a line: a table for each branch, and one for what stands alone."""
    branches = _branches(walk)
    tables = [(entries.say("kpis.branch", top=entries.name(each[0][0])), each) for each in branches if len(each) > 1]
    alone = [each[0] for each in branches if len(each) == 1]
    tables += [(entries.say("kpis.alone"), alone)] if alone else []
    parts = tuple(TablePart(table=_table(entries, [key for key, _, _ in rows], name)) for name, rows in tables)
    return Section(id="kpis", title=entries.say("kpis.title"), lead=entries.say("kpis.lead"), parts=parts)


def _details(entries: Entries, walk: Walk) -> list[Section]:
    """Everything about every KPI, in the order of the tree: each folds open by its name."""
    keys = [key for key, _, _ in walk]
    pieces = [keys[at : at + _MOST_PARTS] for at in range(0, len(keys), _MOST_PARTS)]
    return [
        Section(
            id=f"details-{number}",
            title=entries.say("details.title") if len(pieces) == 1 else entries.say("details.part", number=number),
            lead=entries.say("details.lead"),
            parts=tuple(entries.facts(key) for key in piece),
        )
        for number, piece in enumerate(pieces, start=1)
    ]
