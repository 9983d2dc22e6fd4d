"""KPIs and scorecards that a sheet's tables suggest, with what could not be read 「生成草稿」."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.card_words import family_of, is_core, kpi_marks, rank_of
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.decimal_comma import with_points
from diagnostics.loop.align.checkup.doubts import line_doubts, shares_meant
from diagnostics.loop.align.checkup.holder_words import holder_of_title
from diagnostics.loop.align.checkup.line_words import cut, cycle_of, definition_of, direction_of, targets_of, unit_of
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.scoring_read import ScoringRead
from diagnostics.loop.align.checkup.scoring_text import read_scoring
from diagnostics.loop.align.checkup.share_forms import settle_shares
from diagnostics.loop.align.checkup.steps import fitted
from diagnostics.loop.align.checkup.tables import SheetTable
from diagnostics.loop.align.checkup.target_text import TargetRead, read_target
from diagnostics.loop.align.checkup.tier_text import read_tiers
from diagnostics.loop.align.checkup.unit_words import currency_of, holds_for
from diagnostics.loop.align.checkup.unread import unread_parts
from diagnostics.loop.align.checkup.weights import LineWeight, line_weights
from diagnostics.model.checkup import Doubt, DraftCard, DraftItem
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Cycle
from diagnostics.model.scorecard import Item, Profile, Rhythm, Scorecard
from diagnostics.model.scoring import Scoring
from diagnostics.model.target import Targets
from diagnostics.model.text import Text

# A sheet names no columns of data: rules about measures are told nothing by this.
_STAND_IN = "sum(actual) / sum(base)"
# Where a line may tell its currency, that which counts most first.
_PRICED: tuple[Role, ...] = ("target", "unit")
_EXTRA = re.compile(r"加分项|减分项|扣分项|加减分|附加|否决|奖励项|bonus item|veto", re.IGNORECASE)
_DEPARTMENT = re.compile(r"(?:部门?|中心|车间|科室?|团队)$|\b(?:department|team)$", re.IGNORECASE)
_COMPANY = re.compile(r"公司|集团|企业|company|group", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Held:
    """KPI of a card with its weight and the parts nobody can read."""

    line: Line
    share: float | None
    unread: Collection[str]


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
    unread : dict
        By KPI: parts of which something stands in the sheet that could not be read, so that nothing is said of them.
    cut : set of str
        Cards of which the sheet may hold more than was looked at.
    """

    cards: list[DraftCard] = field(default_factory=list)
    reads: dict[str, tuple[TargetRead, ScoringRead]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    unread: dict[str, set[str]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)

    def add(self, table: SheetTable, sheet: str, file: str = "") -> None:
        """Add the scorecards of a table, one for each whom it is about 「加入一张表」.

        Parameters
        ----------
        table : SheetTable
            As it stands.
        sheet : str
            Name of its sheet.
        file : str
            Name of its file, for a card that nothing else names.
        """
        kept = [each for each in table.lines if not self._is_extra(each)]
        for column in table.unknown:
            self.doubts.append(Doubt(column.place, "heading", column.heading, "heading"))
        if table.other_cycle:
            self.doubts.append(Doubt(table.place, "cycle", table.other_cycle, "cycle"))
        unread = with_points(kept, is_parted=table.is_parted)
        for at in settle_shares(kept, table.target_unit):
            unread.setdefault(at, set()).add("target_share")  # type: ignore[arg-type]
        groups: dict[str, list[_Held]] = {}
        for at, (line, weight) in enumerate(zip(kept, line_weights(kept), strict=True)):
            held = _Held(line, self._weight(line, weight, unread.get(at, set())), unread.get(at, set()))
            groups.setdefault(line.holder, []).append(held)
        for number, (holder, each) in enumerate(groups.items(), start=1):
            name = holder or table.holder or holder_of_title(table.title) or holder_of_title(sheet)
            self._card(table, name, sheet or file, each)
            if table.is_cut and number == len(groups):
                self.cut.add(self.cards[-1].card.id)

    def _weight(self, line: Line, weight: LineWeight, unread: Collection[str]) -> float | None:
        """Share of a line's weight; what stands there and could not be read is listed."""
        why = "decimal" if "weight" in unread else weight.why
        if why:
            values = shares_meant(line.texts["weight"]) if why == "weight_mixed" else ()
            place = line.places.get("weight", line.place)
            self.doubts.append(Doubt(place, "weight", line.texts["weight"], why, values))
        return None if why or line.shared else weight.share

    def _is_extra(self, line: Line) -> bool:
        """Whether a line only adds to or takes from the points of the others."""
        if not _EXTRA.search(f"{line.category} {line.name}"):
            return False
        self.doubts.append(Doubt(line.place, "name", line.name, "extra"))
        return True

    def _card(self, table: SheetTable, name: str, sheet: str, held: list[_Held]) -> None:
        shown = _both(cut(name or sheet or table.title or table.place))
        items = []
        for each in held:
            line, share = each.line, each.share
            whole = 100 * share if table.points and share is not None else 100.0
            kpi, targets, scoring = self._kpi(each, table, name, whole)
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
                    self.reads[kpi.id][0].stated,
                    self.reads[kpi.id][1].more,
                    self.reads[kpi.id][1].rest,
                    self.reads[kpi.id][1].unit or "",
                    currency_of([*(line.texts.get(each, "") for each in _PRICED), line.name, table.currency]),
                )
            )
            if line.shared:
                self.shared.add(kpi.id)
        made = DraftCard(
            _scorecard(len(self.cards) + 1, shown, items, table.assessed), tuple(items), held[0].line.place
        )
        before = self.cards[-1] if self.cards else None
        if before is not None and before.name == made.name and _complete(before, made):
            # Results and behaviour often stand in two tables of one person, of 70 % and 30 %.
            both = (*before.items, *made.items)
            self.cards[-1] = DraftCard(_scorecard(len(self.cards), shown, both, table.assessed), both, before.place)
        else:
            self.cards.append(made)

    def _kpi(self, held: _Held, table: SheetTable, holder: str, whole: float) -> tuple[Kpi, Targets | None, Scoring]:
        key, line = f"k{len(self.reads) + 1}", held.line
        unit = line.texts.get("unit", "") or next(
            (each for each in (table.target_unit, table.unit) if holds_for(each, line.name)), ""
        )
        target = read_target(line.cells.get("target"), line.name, unit)
        if target.value is None and "target" not in line.texts:
            # Many sheets write it into the name: 客户投诉率≤1%.
            said = read_target(line.name, line.name)
            target = said if said.value is not None and said.direction is not None else target
        if odd := {"target", "target_share"} & set(held.unread):
            target = TargetRead(None, target.unit, target.direction, "share" if "target_share" in odd else "decimal")
        rule = "" if "scoring" in held.unread else line.texts.get("scoring", "")
        kind = unit_of(line, target)
        scoring = fitted(read_scoring(rule, whole or 100.0), kind, target.value)
        if "scoring" in held.unread:
            scoring = ScoringRead("words")
        full = dict(scoring.more).get("full", "")
        if target.why == "blank" and full:
            # 达95%得满分 says what to reach.
            target = read_target(full, line.name, unit)
            kind = unit_of(line, target)
            scoring = fitted(read_scoring(rule, whole or 100.0), kind, target.value)
        self.reads[key] = (target, scoring)
        self.unread[key] = unread_parts(line, table, target, scoring) | set(held.unread)
        beside = read_tiers(line, target, unit)
        self.doubts.extend(line_doubts(line, target, beside, scoring))
        direction = direction_of(line, target, scoring)
        if direction is None:
            self.doubts.append(Doubt(line.place, "direction", line.name, "direction"))
        told: dict[str, object] = {}
        cycle = cycle_of(line, table)
        if cycle is not None:
            told["cycle"] = cycle
        kpi = Kpi.model_validate(
            {
                "id": key, "name": _both(cut(line.name or line.place)), "definition": _both(definition_of(line)),
                "unit": kind, "direction": direction or "none", "measure": _STAND_IN,
                "source": line.texts.get("source", ""), "owner": line.texts.get("owner", "") or holder,
                **kpi_marks(line.category), **told,
            }
        )  # fmt: skip
        return kpi, targets_of(target, beside), scoring.scoring or Scoring()


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


def _profile(name: str) -> Profile:
    if _COMPANY.search(name) and not _DEPARTMENT.search(name):
        return "company" if len(name) <= 12 else "role"
    return "department" if _DEPARTMENT.search(plain(name)) else "role"
