"""KPIs and scorecards that a sheet's tables suggest, with what could not be read 「生成草稿」."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diagnostics.dictionary.wording import better, cycles_of, head, measured, plain
from diagnostics.loop.align.checkup.card_words import family_of, is_core, kpi_marks, rank_of
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.holder_words import holder_of_title
from diagnostics.loop.align.checkup.scoring_text import ScoringRead, read_scoring
from diagnostics.loop.align.checkup.steps import fitted
from diagnostics.loop.align.checkup.tables import Line, SheetTable
from diagnostics.loop.align.checkup.target_text import TargetRead, read_target
from diagnostics.loop.align.checkup.weight_text import WeightRead, as_shares, read_weight
from diagnostics.model.checkup import Doubt, DraftCard, DraftItem
from diagnostics.model.kpi import Direction, Kpi, Unit
from diagnostics.model.period import Cycle
from diagnostics.model.scorecard import Item, Profile, Rhythm, Scorecard
from diagnostics.model.scoring import Scoring
from diagnostics.model.target import Targets
from diagnostics.model.text import Text

# A sheet names no columns of data: rules about measures are told nothing by this.
_STAND_IN = "sum(actual) / sum(base)"
_EXTRA = re.compile(r"加分项|减分项|扣分项|加减分|附加|否决|奖励项|bonus item|veto", re.IGNORECASE)
_DIVISION = re.compile(r"[\u00f7/]|除以|divided by", re.IGNORECASE)
_DEPARTMENT = re.compile(r"(?:部门?|中心|车间|科室?|团队)$|\b(?:department|team)$", re.IGNORECASE)
_COMPANY = re.compile(r"公司|集团|企业|company|group", re.IGNORECASE)
_LONGEST = 300


@dataclass
class Drafts:
    """What the tables of a file become 「草稿」.

    Parameters
    ----------
    cards : list of DraftCard
        Scorecards, in order.
    reads : dict
        What target and rule of each KPI said, by its id.
    shared : set of str
        KPIs whose weight cell stands for several.
    doubts : list of Doubt
        What could not be read.
    """

    cards: list[DraftCard] = field(default_factory=list)
    reads: dict[str, tuple[TargetRead, ScoringRead]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, table: SheetTable, sheet: str) -> None:
        """Add the scorecards of a table, one for each whom it is about 「加入一张表」.

        Parameters
        ----------
        table : SheetTable
            As it stands.
        sheet : str
            Name of its sheet.
        """
        kept = [each for each in table.lines if not self._is_extra(each)]
        weights = [read_weight(each.cells.get("weight")) for each in kept]
        shares = self._shares(kept, weights)
        groups: dict[str, list[tuple[Line, float | None]]] = {}
        for line, share in zip(kept, shares, strict=True):
            groups.setdefault(line.holder, []).append((line, share))
        for holder, held in groups.items():
            name = holder or table.holder or holder_of_title(table.title) or holder_of_title(sheet)
            self._card(table, name, sheet, held)

    def _is_extra(self, line: Line) -> bool:
        """Whether a line only adds to or takes from the points of the others."""
        if not _EXTRA.search(f"{line.category} {line.name}"):
            return False
        self.doubts.append(Doubt(line.place, "name", line.name, "extra"))
        return True

    def _shares(self, lines: Sequence[Line], weights: Sequence[WeightRead | None]) -> list[float | None]:
        found = []
        for line, weight, share in zip(lines, weights, as_shares(weights), strict=True):
            written, place = line.texts.get("weight", ""), line.places.get("weight", line.place)
            if weight is None and written:
                self.doubts.append(Doubt(place, "weight", written, "weight"))
            elif share is not None and not 0 < share <= 1:
                self.doubts.append(Doubt(place, "weight", written, "weight_range"))
                share = None  # noqa: PLW2901 (read, and of no use)
            found.append(None if line.shared else share)
        return found

    def _card(self, table: SheetTable, name: str, sheet: str, held: list[tuple[Line, float | None]]) -> None:
        shown = _both(_cut(name or sheet or table.title or table.place))
        items = []
        for line, share in held:
            whole = 100 * share if table.points and share is not None else 100.0
            kpi, targets, scoring = self._kpi(line, table, name, whole)
            weight = share if share is not None else 1 / len(held)
            item = Item(kpi=kpi.id, weight=weight, core=is_core(line.category), targets=targets, scoring=scoring)
            rule = _rule(self.reads[kpi.id][1])
            items.append(
                DraftItem(
                    kpi,
                    item,
                    line.place,
                    {**_plain(line.texts), "category": line.category},
                    _plain(line.places),
                    share is not None,
                    rule,
                )
            )
            if line.shared:
                self.shared.add(kpi.id)
        made = DraftCard(_scorecard(len(self.cards) + 1, shown, items, table.assessed), tuple(items), held[0][0].place)
        before = self.cards[-1] if self.cards else None
        if before is not None and before.name == made.name and _complete(before, made):
            # Results and behaviour often stand in two tables of one person, of 70 % and 30 %.
            both = (*before.items, *made.items)
            self.cards[-1] = DraftCard(_scorecard(len(self.cards), shown, both, table.assessed), both, before.place)
        else:
            self.cards.append(made)

    def _kpi(self, line: Line, table: SheetTable, holder: str, whole: float) -> tuple[Kpi, Targets | None, Scoring]:
        key = f"k{len(self.reads) + 1}"
        target = read_target(line.cells.get("target"), line.name, line.texts.get("unit", ""))
        if target.value is None and "target" not in line.texts:
            # Many sheets write it into the name: 客户投诉率≤1%.
            said = read_target(line.name, line.name)
            target = said if said.value is not None and said.direction is not None else target
        unit = _unit(line, target)
        scoring = fitted(read_scoring(line.texts.get("scoring", ""), whole or 100.0), unit, target.value)
        self.reads[key] = (target, scoring)
        self._doubt(line, target, scoring)
        direction = _direction(line, target, scoring)
        if direction is None:
            self.doubts.append(Doubt(line.place, "direction", line.name, "direction"))
        told: dict[str, object] = {}
        cycle = _cycle(line, table)
        if cycle is not None:
            told["cycle"] = cycle
        kpi = Kpi.model_validate(
            {
                "id": key, "name": _both(_cut(line.name)), "definition": _both(_definition(line)),
                "unit": unit, "direction": direction or "none", "measure": _STAND_IN,
                "source": line.texts.get("source", ""), "owner": line.texts.get("owner", "") or holder,
                **kpi_marks(line.category), **told,
            }
        )  # fmt: skip
        return kpi, _targets(line, target), scoring.scoring or Scoring()

    def _doubt(self, line: Line, target: TargetRead, scoring: ScoringRead) -> None:
        for part, why in (("target", target.why), ("scoring", "words" if scoring.kind == "words" else "")):
            if why and why != "blank" and part in line.texts:
                self.doubts.append(Doubt(line.places[part], part, line.texts[part], f"{part}_{why}"))
        if target.assumed:
            self.doubts.append(Doubt(line.places["target"], "target", line.texts["target"], "target_percent"))


def _scorecard(number: int, name: Text, items: Sequence[DraftItem], assess: Cycle | None) -> Scorecard:
    stated = all("cycle" in each.kpi.model_fields_set for each in items)
    return Scorecard(
        role=f"card{number}", level="sheet", name=name, profile=_profile(name.zh),
        family=family_of(name.zh), rank=rank_of(name.zh), rhythm=Rhythm(assess=assess) if assess and stated else None,
        items=tuple(each.item for each in items),
    )  # fmt: skip


def _plain(texts: Mapping[Role, str]) -> dict[str, str]:
    return {str(role): text for role, text in texts.items()}


def _rule(read: ScoringRead) -> str:
    return read.scoring.rule if read.scoring is not None else read.kind


def _complete(before: DraftCard, after: DraftCard) -> bool:
    """Whether the weights of two tables are the parts of one whole."""
    total = math.fsum(each.weight for card in (before, after) for each in card.card.items)
    return before.weighted and after.weighted and abs(total - 1) < 1e-9


def _both(text: str) -> Text:
    return Text(zh=text, en=text)


def _cut(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"


def _profile(name: str) -> Profile:
    if _COMPANY.search(name) and not _DEPARTMENT.search(name):
        return "company" if len(name) <= 12 else "role"
    return "department" if _DEPARTMENT.search(plain(name)) else "role"


def _direction(line: Line, target: TargetRead, scoring: ScoringRead) -> Direction | None:
    """Which way is better: the target's sign says it, else the name, else the rule."""
    told = target.direction or better(line.name)
    if told is not None:
        return told
    if scoring.direction is not None:
        return scoring.direction
    return "higher" if scoring.kind in {"ratio", "anchors", "judged"} else None


def _definition(line: Line) -> str:
    """What the sheet says about counting, a division in the rule included."""
    rule = line.texts.get("scoring", "")
    formula = rule if _DIVISION.search(plain(rule)) else ""
    told = [each for each in (line.texts.get("definition", ""), formula) if each]
    return _cut("\n".join(told))


def _unit(line: Line, target: TargetRead) -> Unit:
    if target.unit is not None:
        return target.unit
    told = measured(line.name)
    return told.units[0] if told is not None else "number"


def _targets(line: Line, target: TargetRead) -> Targets | None:
    """Tiers that the sheet states; where they come from no sheet says, and nothing is made of that."""
    found = {"target": target.value}
    for tier in ("base", "stretch"):
        if tier in line.cells:
            found[tier] = read_target(line.cells[tier], line.name, line.texts.get("unit", "")).value
    told = {tier: value for tier, value in found.items() if value is not None}
    return Targets.model_validate({**told, "from": "history"}) if told else None


def _cycle(line: Line, table: SheetTable) -> Cycle | None:
    """The one cycle that its column tells, else its own words, else the title."""
    column = line.texts.get("cycle", "")
    # 月 and 季度 stand alone in a column of cycles; elsewhere they would be part of other words.
    for text in (f"每{column}" if column else "", column, line.texts.get("target", ""), head(line.name)):
        told = cycles_of(text)
        if len(told) == 1:
            return told[0]
    return table.cycle
