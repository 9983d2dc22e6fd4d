"""Case A told: its tables, and the truth that was planted in them 「案例A」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from diagnostics.data.demo import wellness_facts as made
from diagnostics.data.demo.wellness_pay import RAISE_START, pay

PERIOD = "2025-06"


def facts(seed: int) -> Mapping[str, pd.DataFrame]:
    """Tables of the client's data folder, by file name 「案例A的数据表」."""
    rng, planted = np.random.default_rng(seed), made.Planted()
    visits = made.visits(rng, planted, np.random.default_rng([seed, 2]))
    return {
        "visits": visits,
        "members": made.members(rng, planted),
        "staff": made.staff(rng),
        "targets": made.targets(visits),
        "pay": pay(np.random.default_rng([seed, 1]), visits),
    }


def truth() -> dict[str, Any]:
    """What was planted: causes, decoys, effects of the measures 「案例A的预设事实」."""
    planted = made.Planted()
    return {
        "period": PERIOD,
        "focus": made.FOCUS,
        "planted": asdict(planted),
        "causes": [
            {
                "kpi": "revenue",
                "factor": "conversion_rate",
                "slice": {"channel": "new"},
                "shop": planted.new_conversion,
                "sisters": 0.4,
                "text": "New customers of the focus shop wait long and are converted far less often, all the time.",
            },
            {
                "kpi": "repurchase_rate",
                "shop": planted.repurchase,
                "sisters": planted.repurchase_elsewhere,
                "text": "Fewer members of the focus shop buy again; so fewer returning visits, all the time.",
            },
        ],
        "decoys": [
            {
                "kpi": "traffic",
                "relative": planted.decoy - 1,
                "start": made.DECOY_START,
                "text": "Traffic falls in all shops alike: it explains the year-ago gap, not the gap to the sisters.",
            }
        ],
        "hypotheses": {
            "confirmed": ["cold_reception", "no_follow_up"],
            "rejected": ["complaints", "fewer_new_visits", "short_staffed", "town_traffic"],
        },
        "traps": [{"test": "fixed_rise", "kpi": "revenue", "start": RAISE_START}],
        "measures": _measures(planted),
    }


def _measures(planted: made.Planted) -> dict[str, Any]:
    return {
        "fixed_raise": {
            "kpi": "revenue", "start": "2024-02", "relative": planted.fixed_raise, "verdict": {PERIOD: "no_evidence"},
        },
        "follow_up": {
            "kpi": "repurchase_rate", "start": made.FOLLOW_UP_START, "absolute": planted.follow_up,
            "verdict": {PERIOD: "worked"},
        },
        "pay_link": {
            "kpi": "revenue", "start": made.PAY_LINK_START, "relative": planted.pay_link, "through": "basket",
            "judge_from": "2025-10",
            "verdict": {PERIOD: "insufficient", "2025-12": "worked"},
        },
    }  # fmt: skip
