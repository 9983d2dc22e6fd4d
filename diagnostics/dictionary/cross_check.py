"""Names in one file that another must define 「交叉校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.correction_check import correction_errors
from diagnostics.dictionary.counter_check import counter_errors
from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.evidence.check import evidence_errors
from diagnostics.dictionary.evidence.trap_check import trap_errors
from diagnostics.dictionary.expression_check import expression_errors
from diagnostics.dictionary.goal_check import goal_errors
from diagnostics.dictionary.life.change_check import change_errors
from diagnostics.dictionary.life.version_check import version_errors, version_tree_errors
from diagnostics.dictionary.mute_check import mute_errors
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.reading_check import reading_errors
from diagnostics.dictionary.review_check import review_errors
from diagnostics.dictionary.scorecard_check import scorecard_errors
from diagnostics.dictionary.signing.check import signing_errors
from diagnostics.dictionary.tree import build_tree, formula_names
from diagnostics.dictionary.warning_check import warning_errors
from diagnostics.dictionary.yaml_file import Path_
from diagnostics.errors import InputError, unknown


def cross_check(files: EngagementFiles) -> None:
    """Check what the files say about each other 「交叉校验」.

    Raises
    ------
    InputError
        Everything that does not fit, ten lines at most, the first one first.
    """
    problems = Problems()
    for error in (*_kpi_errors(files), *counter_errors(files)):
        problems.add(error)
    for error in (*expression_errors(files), *version_errors(files), *reading_errors(files)):
        problems.add(error)
    if not problems.found:
        for error in (*_formula_errors(files), *version_tree_errors(files), *_settings_errors(files)):
            problems.add(error)
        found = (
            scorecard_errors, _ledger_errors, correction_errors, signing_errors, mute_errors, evidence_errors,
            trap_errors, warning_errors,
        )  # fmt: skip
        for error in (each for check in found for each in check(files)):
            problems.add(error)
    if not problems.found:
        # Changes are held against what the scorecards say; those have to be sound first.
        for error in change_errors(files):
            problems.add(error)
    problems.raise_any()


def _kpi_errors(files: EngagementFiles) -> Iterator[InputError]:
    document, sources = files.kpis_file, files.settings.sources
    known = files.by_id
    first: dict[str, int] = {}
    for index, kpi in enumerate(files.kpis):
        place = error_place(document, (index,))
        if kpi.id in first:
            line = document.line((first[kpi.id],))
            yield InputError(f"KPI {kpi.id!r} occurs twice ({place}), first in line {line}; ids are unique.")
        first.setdefault(kpi.id, index)
        if kpi.parent is not None and kpi.parent not in known:
            yield unknown("KPI", kpi.parent, known, f"{error_place(document, (index, 'parent'))} of KPI {kpi.id!r}")
        if kpi.source and kpi.source not in sources:
            yield unknown(
                "source", kpi.source, sources, f"{error_place(document, (index, 'source'))} of KPI {kpi.id!r}"
            )
        if kpi.measure is not None and not kpi.source:
            yield InputError(
                f"KPI {kpi.id!r} has a measure and no source ({place}); it needs 'source', one of {', '.join(sources)}."
            )


def _formula_errors(files: EngagementFiles) -> Iterator[InputError]:
    document = files.kpis_file
    known = files.by_id
    complete = True
    for index, kpi in enumerate(files.kpis):
        for name in formula_names(kpi):
            if name not in known:
                complete = False
                place = error_place(document, (index, "formula"))
                yield unknown("KPI", name, known, f"{place} of KPI {kpi.id!r}")
    if complete:
        try:
            build_tree(files.kpis)
        except InputError as error:
            yield InputError(f"{document.file}: {error}")


def _settings_errors(files: EngagementFiles) -> Iterator[InputError]:
    document = files.settings_file
    yield from goal_errors(files)
    yield from review_errors(files)
    for number, name in enumerate(files.settings.focus):
        if name not in files.entities:
            yield unknown("entity", name, files.entities.by_id, error_place(document, ("focus", number)))
        elif files.entities[name].person:
            place = error_place(document, ("focus", number))
            yield InputError(f"Entity {name!r} in {place} is a person, must be a unit: nobody is looked at by name.")


def _ledger_errors(files: EngagementFiles) -> Iterator[InputError]:
    document, kpis = files.ledger_file, files.by_id
    for index, event in enumerate(files.events):
        measure = event.intervention
        if measure is None:
            continue
        at: Path_ = ("events", index, "intervention")
        for field, name in (("kpi", measure.kpi), ("process_kpi", measure.process_kpi)):
            if name is not None and name not in kpis:
                yield unknown("KPI", name, kpis, f"{error_place(document, (*at, field))} of measure {measure.id!r}")
        for number, name in enumerate(measure.entities):
            if name not in files.entities:
                place = error_place(document, (*at, "entities", number))
                yield unknown("entity", name, files.entities.by_id, f"{place} of measure {measure.id!r}")
