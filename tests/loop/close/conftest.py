"""Results of a made-up run, small enough to see what each sentence is computed from."""

from copy import deepcopy

import pandas as pd
import pytest

from diagnostics.loop.close.inputs import Inputs
from diagnostics.loop.close.wording import Wording

KPIS = [
    {
        "id": "revenue",
        "name": {"zh": "营业收入", "en": "Revenue"},
        "unit": "money",
        "direction": "higher",
        "owner": "li",
    },
    {"id": "traffic", "name": {"zh": "客流", "en": "Traffic"}, "unit": "count", "direction": "higher", "owner": "li"},
    {
        "id": "conversion",
        "name": {"zh": "转化率", "en": "Conversion"},
        "unit": "share",
        "direction": "higher",
        "owner": "",
    },
]
BARE = {
    "definition": {"zh": "", "en": ""},
    "decimals": None,
    "source": "visits",
    "measure": "sum(x)",
    "formula": None,
    "where": None,
}


def gap(kpi, comparison, actual, reference, **other):
    absolute = actual - reference
    row = {
        "kpi": kpi, "level": "store", "entity": "s1", "cycle": "month", "period": "2025-06", "comparison": comparison,
        "actual": actual, "reference": reference, "absolute": absolute, "relative": absolute / abs(reference),
        "favourable": absolute >= 0, "status": "below_base" if comparison == "target" else "none", "weight": 0.5,
        "usual_low": None, "usual_high": None, "outside_usual": False, "usual_side": None, "n": 10, "rank": 1,
    }  # fmt: skip
    return {**row, **other}


def measure(key, **other):
    return {
        "id": key, "title": {"zh": f"措施{key}", "en": f"Measure {key}"}, "dimension": "process", "kpi": "revenue",
        "cause": {"zh": "原因", "en": "cause"}, "entities": ["s1"], "owner": "li", "due": "2025-04-30",
        "measure": {"zh": "衡量", "en": "yardstick"}, "expected": {"relative": 0.1}, "start": "2025-01-01", "started": "2025-01-01",
        "decision": "2025-11-30", "state": "started", "progress": 0.5, **other,
    }  # fmt: skip


def effect(key, verdict, low, high, **other):
    middle = None if low is None else (low + high) / 2
    return {
        "intervention": key, "kpi": "revenue", "entity": "s1", "method": "did", "effect": None, "low": None, "high": None,
        "relative": middle, "relative_low": low, "relative_high": high, "p_value": 0.5, "mde": 1000.0, "verdict": verdict,
        "judge_from": "2025-11" if verdict == "insufficient" else "",
        "evidence": {"carried_out": True, "process_moved": None, "outside_range": False, "attributable": verdict == "worked"},
        "reasons": [], "text": {"zh": "说明", "en": "words"}, "contrast": {}, **other,
    }  # fmt: skip


class Build:
    """Builds inputs; every part can be replaced."""

    def __init__(self):
        self.language = "zh"
        self.series_target = 400_000.0
        self.series_high = float("nan")
        self.stopped = ()
        self.gaps = [gap("revenue", "target", 320_000.0, 400_000.0), gap("revenue", "year_ago", 320_000.0, 376_000.0)]
        self.measures = []
        self.effects = []
        self.findings = []
        self.decompositions = [
            {
                "kpi": "revenue", "entity": "s1", "comparison": "year_ago", "formula": "traffic * conversion", "method": "lmdi",
                "before": 376_000.0, "after": 320_000.0, "total": -56_000.0, "note": "",
                "factors": [
                    {"factor": "traffic", "before": 1.0, "after": 1.0, "contribution": 10_000.0},
                    {"factor": "conversion", "before": 0.2, "after": 0.1, "contribution": -66_000.0},
                ],
            }
        ]  # fmt: skip

    def add(self, key, verdict=None, low=None, high=None, **other):
        self.measures.append(measure(key, **other))
        if verdict is not None:
            self.effects.append(effect(key, verdict, low, high))
        return self

    def inputs(self):
        start = pd.date_range("2024-01-01", "2025-06-01", freq="MS")
        series = pd.DataFrame(
            {
                "kpi": "revenue", "level": "store", "entity": "s1", "period": start.strftime("%Y-%m"), "start": start,
                "value": [350_000.0 + 1000 * (i % 5) for i in range(len(start) - 1)] + [320_000.0], "target": self.series_target, "target_high": self.series_high,
                "mean": 352_000.0, "lower": 340_000.0, "upper": 364_000.0, "flag": "common_cause",
            }
        )  # fmt: skip
        alignment = {
            "client": {"zh": "康悦", "en": "Kangyue"}, "title": {"zh": "", "en": ""}, "language": self.language, "currency": "CNY",
            "synthetic": True, "charter": {"goal": {"zh": "目标", "en": "goal"}, "sponsor": "boss"}, "goals": [],
            "kpis": [{**deepcopy(BARE), **each} for each in KPIS], "findings": self.findings,
            "entities": [{"id": "s1", "label": "武侯店", "level": "store"}], "people": {"li": "李敏", "boss": "陈总"},
        }  # fmt: skip
        states = {"late": "lagging", **dict.fromkeys(self.stopped, "stopped")}
        board = [{"id": each["id"], "state": states.get(each["id"], "in_progress")} for each in self.measures]
        return Inputs(
            alignment=alignment,
            gaps=pd.DataFrame(self.gaps),
            diagnosis={
                "period": "2025-06", "focus": {"kpi": "revenue", "level": "store", "entity": "s1"},
                "decompositions": self.decompositions, "slices": [],
            },
            interventions={"interventions": self.measures, "findings": []},
            series=series,
            tracking={"as_of": "2025-06-30", "effects": self.effects, "board": board},
        )  # fmt: skip

    def wording(self):
        return Wording(self.inputs())


@pytest.fixture
def build():
    return Build()
