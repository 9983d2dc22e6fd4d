"""A company of many departments, each clean by itself, in which defects are planted."""

from diagnostics.dictionary.linting import lint
from diagnostics.model.charter import Charter
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import KpiReview
from diagnostics.model.mute import Mute
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import SignOff
from tests.dictionary.rules.observed import rows, table, waves

CHARTER = {
    "goal": "多卖", "weak_points": "转化低", "problem": "怎么提高转化", "sponsor": "boss", "statement": "为了大家",
    "benefit_firm": "多赚", "benefit_staff": "多拿",
}  # fmt: skip
COMMON = {"direction": "higher", "source": "visits", "measure": "sum(x)", "owner": "运营部", "cycle": "month"}
NAMES = {"sales": "营收", "traffic": "进店人次", "conversion": "转化率", "complaints": "客户投诉数"}


class Department:
    """One entity with a clean scorecard of four KPIs, all bearing its name."""

    def __init__(self, name, *, entities=1):
        self.name = name
        self.level = f"level_{name}"
        self.places = [f"{name}_{number}" for number in range(1, entities + 1)]
        self.kpis = {
            self.id("sales"): {"unit": "money", "parent": "revenue", "forbidden": ["压货"], "counters": []},
            self.id("traffic"): {"unit": "count", "parent": "revenue", "leading": True},
            self.id("conversion"): {
                "unit": "ratio", "parent": "revenue", "leading": True, "measure": "sum(y) / sum(x)",
            },
            self.id("complaints"): {"unit": "count", "parent": "revenue", "direction": "lower"},
        }  # fmt: skip
        weights = {"sales": 0.5, "traffic": 0.25, "conversion": 0.15, "complaints": 0.1}
        self.items = [
            {"kpi": self.id(each), "weight": weight, "targets": {"target": 10, "from": "history"}}
            for each, weight in weights.items()
        ]
        self.items[0]["core"] = self.items[1]["core"] = True
        self.items[3]["scoring"] = {"rule": "complement"}
        self.card = {"role": f"role_{name}", "name": f"考核表{name}", "level": self.level, "published": "2022-12-20"}
        self.more_cards = []
        # Whom its entities belong to.
        self.above = "acme"
        self.unreviewed = set()
        # Figures that differ from the usual ones, by KPI and place: values, or values and targets.
        self.figures = {}

    def id(self, kpi):
        return f"{kpi}_{self.name}"

    def kpi(self, kpi):
        return self.kpis[self.id(kpi)]

    def item(self, kpi):
        return next(each for each in self.items if each["kpi"] == self.id(kpi))

    def weights(self, **weights):
        for kpi, weight in weights.items():
            self.item(kpi)["weight"] = weight

    def add(self, kpi, weight=None, **fields):
        """Another KPI, on the card where it has a weight."""
        self.kpis[self.id(kpi)] = {"unit": "count", "parent": "revenue", **fields}
        if weight is not None:
            targets = {"target": 10, "from": "history"}
            self.items.append({"kpi": self.id(kpi), "weight": weight, "targets": targets})


class Company:
    """Departments under one roof, with what they share."""

    def __init__(self):
        self.departments = {}
        self.charter = dict(CHARTER)
        self.goals = [{"id": "growth", "name": "增长", "kpis": ["revenue"]}]
        self.mutes = []
        self.signoffs = []
        self.more_entities = []
        self.department("base").kpis["revenue"] = {"unit": "money", "mother": True, "forbidden": ["压货"]}
        base = self.departments["base"]
        base.kpis.pop("sales_base")
        base.items[0]["kpi"] = "revenue"

    def department(self, name, **options):
        self.departments[name] = Department(name, **options)
        return self.departments[name]

    def all_kpis(self):
        return {key: fields for each in self.departments.values() for key, fields in each.kpis.items()}

    def entities(self):
        found = [Entity(id="acme", level="company")]
        for each in self.departments.values():
            found += [Entity(id=place, level=each.level, parent=each.above) for place in each.places]
        return Entities((*found, *self.more_entities))

    def cards(self):
        for each in self.departments.values():
            yield from ({**each.card, "items": each.items}, *each.more_cards)

    def observed(self):
        """Figures up and down around the target, unless a department says otherwise."""
        parts = []
        for each in self.departments.values():
            for item in each.items:
                for place in each.places:
                    values, target = each.figures.get(item["kpi"], (waves(), 10))
                    if len(values):
                        parts.append(rows(item["kpi"], values, target, entity=place))
        return table(*parts)

    def findings(self):
        kpis = [
            Kpi.model_validate(
                {"id": key, "name": NAMES.get(key.split("_")[0], key), "definition": "口径", **COMMON, **fields}
            )
            for key, fields in self.all_kpis().items()
        ]
        cards = [Scorecard.model_validate(each) for each in self.cards()]
        unreviewed = {kpi for each in self.departments.values() for kpi in each.unreviewed}
        held = {item.kpi for card in cards for item in card.items} - unreviewed
        return lint(
            kpis,
            cards,
            [Goal.model_validate(each) for each in self.goals],
            entities=self.entities(),
            charter=Charter.model_validate(self.charter),
            signoffs=[SignOff.model_validate(each) for each in self.signoffs],
            observations=self.observed(),
            reviews=[KpiReview(kpi=each, on="2025-11-30") for each in sorted(held)],
            mutes=[Mute.model_validate(each) for each in self.mutes],
        )
