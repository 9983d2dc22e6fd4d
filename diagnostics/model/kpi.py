"""What a number means, once 「指标」."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from diagnostics.errors import unknown
from diagnostics.model.base import ColumnName, Noun
from diagnostics.model.period import Cycle
from diagnostics.model.text import Text, Words

Unit = Literal["share", "count", "money", "minutes", "hours", "days", "score", "ratio", "index", "distance", "number"]
UNITS: tuple[Unit, ...] = get_args(Unit)
Direction = Literal["higher", "lower", "range", "none"]
# The four views of a balanced scorecard (Kaplan and Norton, 1992) and who can move a figure.
View = Literal["financial", "customer", "process", "learning"]
Control = Literal["own", "shared", "other"]
SetWith = Literal["staff", "given"]
NAME = r"[A-Za-z][A-Za-z0-9_]{0,63}"
# What a version may say anew.
VERSIONED = ("source", "measure", "formula", "where", "time", "entity", "definition")


class KpiVersion(Noun):
    """What a KPI means from a period on 「指标版本」.

    Fields that are absent stay as the KPI says; figures of two versions are never compared silently.

    Parameters
    ----------
    since : str
        First period in which it holds (``from:`` in yaml), such as ``2025-01``.
    source, measure, formula, where, time, entity : str, optional
        As in a KPI.
    definition : Text
        What readers see.
    why : Text
        Why the meaning changed.
    """

    since: str = Field(alias="from")
    source: str | None = None
    measure: str | None = None
    formula: str | None = None
    where: str | None = None
    time: ColumnName | None = None
    entity: ColumnName | None = None
    definition: Words = Text()
    why: Words = Text()


class Reading(Noun):
    """The same KPI as another department or system counts it 「其他口径」.

    It is compared with the KPI's own figure, which is the authoritative one, and never averaged with it.

    Parameters
    ----------
    id : str
        What the reading is called in tables.
    department : Text
        Whose figure it is.
    source, measure, where, time, entity : str
        As in a KPI.
    definition : Text
        The department's own words.
    """

    id: str = Field(pattern=f"^{NAME}$")
    department: Words = Text()
    source: str
    measure: str
    where: str | None = None
    time: ColumnName | None = None
    entity: ColumnName | None = None
    definition: Words = Text()


class Kpi(Noun):
    """What a number means, once 「指标」.

    Parameters
    ----------
    id : str
        Name used in files and formulas: letters, digits and underscores.
    name, definition : Text
        What readers see.
    unit : str
        Unit of measure; money is in the currency's base unit, a share lies in 0 to 1.
    direction : {"higher", "lower", "range", "none"}
        Which way is better; ``none`` for a figure nobody judges.
    source : str
        Source named in engagement.yaml; needed with ``measure``.
    measure : str, optional
        Expression of aggregates over the source, such as ``sum(orders) / sum(visits)``.
    formula : str, optional
        Expression over other KPIs, such as ``traffic * conversion_rate * basket``.
        With a measure beside it the measure gives the value, the formula explains it.
    where : str, optional
        Row filter of the measure.
    time, entity : str, optional
        Time expression and entity column, else the source's.
    dimensions : tuple of str
        Columns by which the measure may be sliced.
    parent : str, optional
        KPI that this one drives.
    mother : bool
        Whether it is a mother metric 「母指标」, one of the few results that all others serve.
    decimals : int, optional
        Decimals shown to readers.
    versions : tuple of KpiVersion
        What it means from a period on, in order of time; what stands above holds before the first.
    readings : tuple of Reading
        The same KPI as others count it; the KPI's own figure is the authoritative one 「唯一来源」.
    tolerance : float
        Relative difference of a reading that is no conflict, as a share.
    view : {"financial", "customer", "process", "learning"}, optional
        View of the balanced scorecard 「平衡计分卡维度」.
    counters : tuple of str
        KPIs to watch beside it, which would worsen if this one were reached the wrong way 「制衡指标」.
    forbidden : tuple of Text
        Behaviours that do not count as reaching it 「负面清单」.
    control : {"own", "shared", "other"}, optional
        Whether those who answer for it can move it themselves 「可控性」; None where nobody said.
    depends_on : tuple of str
        Entities or departments without which it cannot be moved.
    set_with : {"staff", "given"}, optional
        Whether those who answer for it took part in setting it 「参与制定」.
    automated : bool
        Whether the work behind it has been automated, so that it says little about people any more.
    pay : bool
        Whether it is about what people are paid: more of them must stand behind a published figure. KPIs of the source
        of pay (``records``) are, whatever is said here.
    """

    id: str = Field(pattern=f"^{NAME}$")
    name: Words
    definition: Words = Text()
    unit: Unit
    direction: Direction
    source: str = ""
    measure: str | None = None
    formula: str | None = None
    where: str | None = None
    time: ColumnName | None = None
    entity: ColumnName | None = None
    dimensions: tuple[ColumnName, ...] = ()
    cycle: Cycle = "month"
    owner: str = ""
    parent: str | None = None
    mother: bool = False
    kind: Literal["result", "process", "behaviour"] = "result"
    leading: bool = False
    decimals: int | None = Field(default=None, ge=0, le=9)
    versions: tuple[KpiVersion, ...] = ()
    readings: tuple[Reading, ...] = ()
    tolerance: float = Field(default=0.0, ge=0, le=1)
    view: View | None = None
    counters: tuple[str, ...] = ()
    forbidden: tuple[Words, ...] = ()
    control: Control | None = None
    depends_on: tuple[str, ...] = ()
    set_with: SetWith | None = None
    automated: bool = False
    pay: bool = False

    @model_validator(mode="after")
    def _computable(self) -> Kpi:
        if self.measure is None and self.formula is None:
            raise ValueError(f"KPI {self.id!r} has neither 'measure' nor 'formula'; it needs one")
        return self

    def counted(self, since: str = "") -> Kpi:
        """KPI as it is counted by one of its versions 「某版本的口径」.

        Parameters
        ----------
        since : str
            ``since`` of a version; empty for the KPI as stated.

        Returns
        -------
        Kpi
            Each version builds on those before it: what one leaves unsaid stays as it was.

        Raises
        ------
        UnknownNameError
            When no version begins then.
        """
        known = [each.since for each in self.versions]
        if since and since not in known:
            raise unknown("version", since, known, f"KPI {self.id!r}")
        said: dict[str, object] = {}
        for each in self.versions[: known.index(since) + 1 if since else 0]:
            told = {name: getattr(each, name) for name in VERSIONED}
            said |= {name: value for name, value in told.items() if value is not None and value != Text()}
        return self.model_copy(update=said) if said else self
