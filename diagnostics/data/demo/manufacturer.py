"""Case B told: its tables, and the truth that was planted in them 「案例B」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from diagnostics.data.demo import manufacturer_facts as made

PERIOD = "2025-12"


def facts(seed: int) -> Mapping[str, pd.DataFrame]:
    """Tables of the client's data folder, by file name 「案例B的数据表」."""
    rng, planted = np.random.default_rng(seed), made.Planted()
    production = made.production(rng, planted)
    return {
        "production": production,
        "finance": made.finance(rng, production),
        "scores": made.scores(rng),
        "people": made.people(rng, planted),
    }


def truth() -> dict[str, Any]:
    """What was planted: causes, decoys, effects of the measures 「案例B的预设事实」."""
    planted = made.Planted()
    return {
        "period": PERIOD,
        "focus": "hengyue",
        "planted": asdict(planted),
        "causes": [
            {
                "kpi": "scrap_rate",
                "slice": {"line": list(made.HIT_LINES), "material": "M2"},
                "start": made.NEW_MATERIAL_START,
                "text": "A cheaper material spreads on two lines; three times as much of it is scrapped. Profit falls.",
            }
        ],
        "decoys": [
            {
                "kpi": "score",
                "at_least": 90,
                "text": "Every department scores above 90 every month and the scores creep up, while profit falls.",
            },
            {
                "kpi": "material_cost",
                "text": "The new material is cheaper per kilogram, so purchasing's own saving looks real.",
            },
        ],
        "hypotheses": {"confirmed": ["new_material", "scrap_costs"], "rejected": ["low_scores", "overload"]},
        "traps": [{"test": "scores", "kpi": "score", "counter": "profit"}],
        "measures": {
            "data_centre": {
                "kpi": "scrap_rate", "start": made.DATA_CENTRE_START, "relative": planted.data_centre,
                "verdict": {PERIOD: "worked"},
            },
            "grading_271": {
                "kpi": "suggestion_rate", "start": "2025-02", "relative": planted.grading,
                "verdict": {PERIOD: "no_evidence"},
            },
            "okr_teams": {
                "kpi": "yield_rate", "start": made.OKR_START, "relative_defects": planted.okr,
                "verdict": {PERIOD: "worked"},
            },
            "points": {
                "kpi": "suggestion_rate", "start": "2025-10", "relative": planted.points,
                "verdict": {PERIOD: "insufficient"},
            },
        },
    }  # fmt: skip
