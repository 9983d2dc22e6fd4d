"""Versions of a KPI against the calendar, the sources and each other 「指标版本校验」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.expression_check import text_errors
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.tree import build_tree, formula_names
from diagnostics.errors import InputError, unknown
from diagnostics.model.kpi import VERSIONED, Kpi
from diagnostics.model.period import Period


def version_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Everything in the versions of KPIs that breaks a rule by itself: days, sources, expressions 「指标版本校验」."""
    for index, kpi in enumerate(files.kpis):
        if kpi.versions:
            days = list(_days(files, index, kpi))
            yield from (each for each in days if isinstance(each, InputError))
            for number in range(len(kpi.versions)):
                yield from _parts(files, (index, number), kpi)
            ordered = not any(isinstance(each, InputError) for each in days)
            if ordered and len({each.since for each in kpi.versions}) == len(kpi.versions):
                yield from _sourceless(files, index, kpi)


def version_tree_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Formulas of versions that name unknown KPIs, or go in a circle 「版本公式校验」."""
    document, known = files.kpis_file, files.by_id
    for index, kpi in enumerate(files.kpis):
        for number, version in enumerate(kpi.versions):
            if version.formula is None:
                continue
            counted = kpi.counted(version.since)
            place = f"{error_place(document, (index, 'versions', number, 'formula'))} of KPI {kpi.id!r}"
            strange = [name for name in formula_names(counted) if name not in known]
            yield from (unknown("KPI", name, known, place) for name in strange)
            if not strange:
                try:
                    build_tree({**known, kpi.id: counted})
                except InputError as error:
                    yield InputError(f"{str(error).removesuffix('.')} ({place}).")


def unchanged(kpi: Kpi) -> Iterator[str]:
    """Versions that count a KPI as it was counted before 「没有变化的版本」."""
    steps = ["", *(each.since for each in kpi.versions)]
    for before, after in pairwise(steps):
        one, other = kpi.counted(before), kpi.counted(after)
        if all(getattr(one, name) == getattr(other, name) for name in VERSIONED):
            yield after


def _days(files: EngagementFiles, index: int, kpi: Kpi) -> Iterator[Period | InputError]:
    """First period of each version, or what is wrong with it."""
    document, calendar = files.kpis_file, files.settings.calendar
    before: Period | None = None
    for number, version in enumerate(kpi.versions):
        place = f"{error_place(document, (index, 'versions', number, 'from'))}, KPI {kpi.id!r}"
        try:
            since = calendar.parse(version.since)
        except InputError as error:
            yield InputError(f"{str(error).removesuffix('.')} ({place}).")
            return
        if since.cycle != kpi.cycle:
            like = calendar.at(since.start, kpi.cycle).text
            yield InputError(
                f"from == {version.since!r} ({place}), must be a {kpi.cycle} such as {like!r}: that is the KPI's cycle."
            )
        elif since.text != version.since:
            yield InputError(f"from == {version.since!r} ({place}), must be written {since.text!r}.")
        elif before is not None and since.start <= before.start:
            yield InputError(f"from == {version.since!r} ({place}), must lie after the version before it.")
        else:
            yield since
        before = since


def _parts(files: EngagementFiles, at: tuple[int, int], kpi: Kpi) -> Iterator[InputError]:
    document, path = files.kpis_file, (at[0], "versions", at[1])
    version = kpi.versions[at[1]]
    about = f"KPI {kpi.id!r} from {version.since}"
    if version.source is not None and version.source not in files.settings.sources:
        place = f"{error_place(document, (*path, 'source'))} of {about}"
        yield unknown("source", version.source, files.settings.sources, place)
    for field, kind in (("measure", "measure"), ("where", "filter"), ("formula", "formula")):
        yield from text_errors(document, (*path, field), kind, getattr(version, field), about)


def _sourceless(files: EngagementFiles, index: int, kpi: Kpi) -> Iterator[InputError]:
    """A version that brings a measure to a KPI without a source."""
    for number, version in enumerate(kpi.versions):
        counted = kpi.counted(version.since)
        if counted.measure is not None and not counted.source:
            place = error_place(files.kpis_file, (index, "versions", number))
            sources = ", ".join(files.settings.sources)
            yield InputError(
                f"KPI {kpi.id!r} has a measure and no source from {version.since} ({place}); it needs 'source',"
                f" one of {sources}."
            )
            return
