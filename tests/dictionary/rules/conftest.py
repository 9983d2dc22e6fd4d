import pytest

from diagnostics.dictionary.linting import lint
from diagnostics.model.charter import Charter
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard

STORES = Entities(
    (
        Entity(id="acme", level="company"),
        Entity(id="wuhou", level="store", parent="acme", peer_group="city"),
        Entity(id="qingyang", level="store", parent="acme", peer_group="city"),
    )
)


class System:
    """A clean KPI system, in which a test breaks one thing."""

    def __init__(self):
        self.kpis = {
            "revenue": {"unit": "money", "mother": True, "forbidden": ["压货"]},
            "traffic": {"unit": "count", "parent": "revenue", "leading": True},
            "conversion": {"unit": "ratio", "parent": "revenue", "measure": "sum(y) / sum(x)", "leading": True},
            "complaints": {"unit": "count", "parent": "revenue", "direction": "lower"},
        }
        self.items = [
            {"kpi": "revenue", "weight": 0.5, "core": True},
            {"kpi": "traffic", "weight": 0.25, "core": True},
            {"kpi": "conversion", "weight": 0.15},
            {"kpi": "complaints", "weight": 0.1, "scoring": {"rule": "complement"}},
        ]
        for item in self.items:
            item["targets"] = {"target": 10, "from": "history"}
        self.card = {"role": "manager", "name": {"zh": "店长", "en": "Store manager"}, "level": "store"}
        self.card["published"] = "2022-12-20"
        self.goals = [{"id": "growth", "name": {"zh": "增长", "en": "Growth"}, "kpis": ["revenue"]}]
        self.charter = {"goal": "多卖", "weak_points": "转化低", "problem": "怎么提高转化", "sponsor": "boss"}
        self.charter |= {"statement": "为了大家", "benefit_firm": "多赚", "benefit_staff": "多拿"}
        self.more_cards = []
        self.options = {}

    def weights(self, *weights):
        """Give the items these weights; items without a weight are dropped, missing ones made."""
        for number in range(len(self.items), len(weights)):
            self.kpis[f"extra{number}"] = {"unit": "count", "parent": "revenue"}
            targets = {"target": 10, "from": "history"}
            self.items.append({"kpi": f"extra{number}", "weight": 0.1, "targets": targets})
        self.items = [{**item, "weight": weight} for item, weight in zip(self.items, weights, strict=False)]
        return self

    def built_kpis(self):
        base = {"direction": "higher", "source": "visits", "measure": "sum(x)", "owner": "运营部", "cycle": "month"}
        return [
            Kpi.model_validate(
                {"id": key, "name": {"zh": f"名{key}", "en": key}, "definition": "口径", **base, **fields}
            )
            for key, fields in self.kpis.items()
        ]

    def built_cards(self):
        return [Scorecard.model_validate(each) for each in ({**self.card, "items": self.items}, *self.more_cards)]

    def findings(self, code=None):
        options = {"entities": STORES, "charter": Charter.model_validate(self.charter), **self.options}
        goals = [Goal.model_validate(each) for each in self.goals]
        found = lint(self.built_kpis(), self.built_cards(), goals, **options)
        return [each for each in found if code in (None, each.code)]

    def one(self, code):
        (finding,) = self.findings(code)
        assert finding.message.zh
        assert finding.message.en
        assert finding.remedy.zh
        assert finding.remedy.en
        return finding


@pytest.fixture
def system():
    return System()
