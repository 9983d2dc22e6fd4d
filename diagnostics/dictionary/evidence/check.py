"""Causes, interviews and whys against what they name 「证据校验」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown
from diagnostics.model.cause_test import CauseTest
from diagnostics.model.root_cause import CATEGORIES, Hypothesis, Why

if TYPE_CHECKING:
    from diagnostics.dictionary.engagement_files import EngagementFiles
    from diagnostics.dictionary.yaml_file import Path_


def evidence_errors(files: EngagementFiles) -> Iterator[InputError]:
    """What evidence/ names and nothing defines; causes that are parts of each other 「证据校验」."""
    for index, each in enumerate(files.evidence.causes):
        yield from _cause_errors(files, index, each)
    yield from _circles(files)
    yield from _interview_errors(files)
    yield from _why_errors(files)


def _cause_errors(files: EngagementFiles, index: int, cause: Hypothesis) -> Iterator[InputError]:
    ids = {each.id: each for each in files.evidence.causes}
    categories = (*CATEGORIES, *files.settings.cause_categories)
    document, whose = files.evidence.causes_file, f" of cause {cause.id!r}"
    kpi = files.by_id.get(cause.kpi)
    dimensions = cause.slice if kpi is not None else ()
    named: list[tuple[Path_, str, str, Iterable[str]]] = [
        (("kpi",), "KPI", cause.kpi, files.by_id),
        (("category",), "category of causes", cause.category, categories),
        *(
            (("slice", each), f"dimension of KPI {cause.kpi!r}", each, kpi.dimensions if kpi else ())
            for each in dimensions
        ),
    ]
    if cause.parent is not None:
        named.append((("parent",), "cause", cause.parent, ids))
    for path, kind, name, known in named:
        if name not in set(known):
            yield unknown(kind, name, known, f"{error_place(document, (index, *path))}{whose}")
    yield from _entity(files, (index, "entity"), cause.entity, cause.id)
    for number, test in enumerate(cause.tests):
        yield from _test_errors(files, (index, "tests", number), cause, test)


def _entity(files: EngagementFiles, path: Path_, name: str | None, cause: str) -> Iterator[InputError]:
    if name is None:
        return
    place = error_place(files.evidence.causes_file, path)
    if name not in files.entities:
        yield unknown("entity", name, files.entities.by_id, f"{place} of cause {cause!r}")
    elif files.entities[name].person:
        yield InputError(f"Entity {name!r} in {place} is a person, must be a unit: nobody is looked at by name.")


def _test_errors(files: EngagementFiles, path: Path_, cause: Hypothesis, test: CauseTest) -> Iterator[InputError]:
    kpi = files.by_id.get(cause.kpi)
    if test.kind == "mix":
        if test.driver and kpi is not None and test.driver not in kpi.dimensions:
            place = error_place(files.evidence.causes_file, (*path, "driver"))
            yield unknown(f"dimension of KPI {kpi.id!r}", test.driver, kpi.dimensions, f"{place} of cause {cause.id!r}")
        return
    names = [(("driver",), test.driver), *((("confounders", i), each) for i, each in enumerate(test.confounders))]
    for steps, name in names:
        if not name:
            continue
        place = error_place(files.evidence.causes_file, (*path, *steps))
        if name == cause.kpi:
            yield InputError(
                f"Cause {cause.id!r} has its own result {name!r} as {steps[0]} ({place}); name another KPI."
            )
        # A name that is no KPI is a column of the result's source; its header tells whether it is there (PD206).
        elif name not in files.by_id and kpi is not None and not kpi.source:
            yield unknown("KPI", name, files.by_id, f"{place} of cause {cause.id!r}")
    for number, name in enumerate(test.treated):
        yield from _entity(files, (*path, "treated", number), name, cause.id)


def _circles(files: EngagementFiles) -> Iterator[InputError]:
    """Causes that are parts of themselves, each circle once."""
    above = {each.id: each.parent for each in files.evidence.causes}
    done: set[str] = set()
    for index, each in enumerate(files.evidence.causes):
        walked: list[str] = []
        at: str | None = each.id
        while at is not None and at in above and at not in done and at not in walked:
            walked.append(at)
            at = above[at]
        if at in walked:
            circle = " → ".join([*walked[walked.index(at) :], at])
            place = error_place(files.evidence.causes_file, (index, "parent"))
            yield InputError(f"Causes are parts of each other in a circle ({place}): {circle}.")
        done |= set(walked)


def _interview_errors(files: EngagementFiles) -> Iterator[InputError]:
    document, ids = files.evidence.interviews_file, {each.id for each in files.evidence.causes}
    for index, each in enumerate(files.evidence.interviews):
        for number, note in enumerate(each.notes):
            for coder, name in note.codes.items():
                if name not in ids:
                    place = error_place(document, (index, "notes", number, "codes", coder))
                    yield unknown("cause", name, ids, f"{place} of interview {each.id!r}")


def _why_errors(files: EngagementFiles) -> Iterator[InputError]:
    document, ids = files.evidence.whys_file, {each.id for each in files.evidence.causes}
    for index, chain in enumerate(files.evidence.whys):
        if chain.kpi is not None and chain.kpi not in files.by_id:
            place = error_place(document, (index, "kpi"))
            yield unknown("KPI", chain.kpi, files.by_id, f"{place} of chain {chain.id!r}")
        for path, why in _links((index, "whys"), chain.whys):
            if why.cause is not None and why.cause not in ids:
                yield unknown("cause", why.cause, ids, f"{error_place(document, (*path, 'cause'))} of {chain.id!r}")


def _links(path: Path_, whys: tuple[Why, ...]) -> Iterator[tuple[Path_, Why]]:
    """Every link of a chain with its place; YAML itself bounds the depth."""
    for number, why in enumerate(whys):
        at = (*path, number)
        yield at, why
        yield from _links((*at, "whys"), why.whys)
