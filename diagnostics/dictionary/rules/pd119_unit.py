"""PD119: a KPI whose unit nobody can tell, or another than its name says 「计量单位」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import names, said
from diagnostics.dictionary.wording import measured
from diagnostics.dictionary.wording.unit_words import UNIT_WORDS
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi

CODE = "PD119"
# A mean or a figure per head may have another unit than its last word says; a rate of attainment is often only the
# way in which an amount is scored against its target.
_PER = re.compile(
    r"达成率|完成率|\battainment|against target|人均|[日周月季年]均|[户单店车班台件次亩床]均|每|平均|/|"
    r"\bper\b|\ba (?:day|week|month|year)\b|\bof a\b",
    re.IGNORECASE,
)
_CHINESE = sorted((each for each in UNIT_WORDS if not each.isascii()), key=len, reverse=True)
_ENGLISH = [each for each in UNIT_WORDS if each.isascii() and each.isalpha() and len(each) > 1]
_UNITS = re.compile(f"{'|'.join(map(re.escape, _CHINESE))}|\\b(?:{'|'.join(_ENGLISH)})\\b")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs counted in ``number`` without a word for the unit, and units against the name 「计量单位不明或不符」."""
    for kpi in catalogue.kpis.values():
        variant = "none" if _unnamed(kpi) else "words" if is_against_name(kpi) else ""
        if variant:
            place = catalogue.place("kpi", kpi.id)
            severity: Severity = "tip" if variant == "none" else "warning"
            words = _last_words(kpi)
            yield found(
                CODE, severity, place, kpi.id, variant=variant, kpi=catalogue.kpi_name(kpi.id), unit=kpi.unit,
                word=words[0] if words else "",
            )  # fmt: skip


def _unnamed(kpi: Kpi) -> bool:
    """Unit ``number``, which is any unit, and neither name nor definition says which."""
    if kpi.unit != "number":
        return False
    told = " ".join((*said(kpi.name), *said(kpi.definition))).lower()
    return not _UNITS.search(told)


def is_against_name(kpi: Kpi) -> bool:
    """Whether every name that tells a unit tells another one 「单位是否与名称不符」."""
    told = [each for each in map(measured, names(kpi)) if each is not None]
    if not told or any(_PER.search(each) for each in names(kpi)):
        return False
    return all(kpi.unit not in each.units for each in told)


def _last_words(kpi: Kpi) -> list[str]:
    return [each.word for each in map(measured, names(kpi)) if each is not None]
