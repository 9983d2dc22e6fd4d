"""Measures, filters, formulas and target expressions, parsed once when an engagement is opened 「表达式校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.errors import InputError
from diagnostics.model.target import TIERS, SourceExpression, SourceTable


def expression_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Expressions that can't be read, with their places 「表达式校验」.

    Columns are checked later, when the source is read: opening an engagement touches no data.
    """
    for name, source in files.settings.sources.items():
        if isinstance(source.manual, str):
            where: Path_ = ("sources", name, "manual")
            yield from text_errors(files.settings_file, where, "filter", source.manual, f"source {name!r}")
    for index, kpi in enumerate(files.kpis):
        about = f"KPI {kpi.id!r}"
        yield from text_errors(files.kpis_file, (index, "measure"), "measure", kpi.measure, about)
        yield from text_errors(files.kpis_file, (index, "where"), "filter", kpi.where, about)
        yield from text_errors(files.kpis_file, (index, "formula"), "formula", kpi.formula, about)
    for number, card in enumerate(files.scorecards):
        for position, item in enumerate(card.items):
            about = f"KPI {item.kpi!r} of scorecard {card.id!r}"
            for name in TIERS:
                tier = getattr(item.targets, name, None)
                path: Path_ = (number, "items", position, "targets", name)
                document = files.scorecards_file
                if isinstance(tier, SourceExpression):
                    yield from text_errors(document, (*path, "expression"), "target", tier.expression, about)
                elif isinstance(tier, SourceTable):
                    yield from text_errors(document, (*path, "where"), "filter", tier.where, about)


def text_errors(document: Document, path: Path_, kind: str, text: str | None, about: str) -> Iterator[InputError]:
    """Why a text is no measure, filter, formula or target expression; nothing where it is one 「单个表达式校验」."""
    if text is None:
        return
    # sqlglot behind these is heavy; an engagement without expressions does without.
    from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure

    place = f"{about} ({error_place(document, path)})"
    try:
        if kind == "formula":
            parse_formula(text, place=place)
        elif kind == "filter":
            parse_filter(text, place=place)
        else:
            parse_measure(text, place=place, kind=kind)
    except InputError as error:
        yield error
