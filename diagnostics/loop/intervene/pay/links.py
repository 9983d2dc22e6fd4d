"""Own, department's and company's results as one; difficulty 「绩效联动与难度」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.model.pay_plan import Links, PayPlan

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Groups:
    """Entities of each department, as a matrix that takes means 「部门划分」."""

    means: Array | None

    @classmethod
    def of(cls, entities: Sequence[str], departments: Mapping[str, str] | None) -> Groups:
        """Groups of entities; all one where nobody says otherwise.

        Raises
        ------
        UnknownNameError
            When some entities have a department and one has none.
        """
        import numpy as np

        if not departments or not entities:
            return cls(None)
        missing = [each for each in entities if each not in departments]
        if missing:
            raise unknown("entity", missing[0], departments, "the departments")
        names = np.array([departments[each] for each in entities])
        same = (names[:, None] == names[None, :]).astype(np.float64)
        return cls(same / same.sum(axis=0))

    def mean(self, personal: Array) -> Array:
        """Mean of the members' own results, for each member 「部门均值」."""
        import numpy as np

        if self.means is None:
            return company_mean(personal)
        return np.asarray(personal @ self.means)


def company_mean(personal: Array) -> Array:
    """Mean of all entities' own results 「公司均值」."""
    import numpy as np

    return np.asarray(personal.mean(axis=-1, keepdims=True) if personal.ndim else personal)


def linked(links: Links, personal: Array, groups: Groups, department: Any, company: Any) -> Array:
    """Own, department's and company's results as one 「个人、部门、公司联动」.

    Notes
    -----
    ``weighted``: p·P + d·D + c·C. ``product``: P × D × C, of those with a share above 0. Where all are 1 both are 1.
    """
    import numpy as np

    if links.department == links.company == 0:
        return personal
    parts: list[tuple[float, Array]] = [(links.personal, personal)]
    if links.department > 0:
        parts.append(
            (links.department, groups.mean(personal) if department is None else _settled("department", department))
        )
    if links.company > 0:
        parts.append((links.company, company_mean(personal) if company is None else _settled("company", company)))
    if links.method == "product":
        joined = parts[0][1]
        for _, each in parts[1:]:
            joined = joined * each
        return np.asarray(joined)
    return np.asarray(sum(share * each for share, each in parts))


def _settled(name: str, results: Any) -> Array:
    """Results of departments or company as they were settled; none missing, none below 0."""
    from diagnostics.dictionary.scoring.arrays import figures

    found = figures(results, name)
    if not (found >= 0).all():
        raise InputError(f"{name} == {results!r:.60}, must be results of at least 0, such as 0.95.")
    return found


def difficulty_of(plan: PayPlan, entities: Sequence[str]) -> Any:
    """Factor on each entity's result; mean-neutral ones have the mean 1 over those who are paid 「难度系数」."""
    import numpy as np

    if plan.difficulty is None or not entities:
        return 1.0
    factors = plan.difficulty.factors
    found = np.array([factors.get(each, 1.0) for each in entities])
    return found / found.mean() if plan.difficulty.mean_neutral else found
