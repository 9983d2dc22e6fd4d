"""A plant whose pass rate two departments count."""

import pytest

WORKSHOPS = (
    {"id": "plant", "name": "工厂", "level": "plant"},
    {"id": "w1", "name": "一车间", "level": "workshop", "parent": "plant"},
    {"id": "w2", "name": "二车间", "level": "workshop", "parent": "plant"},
    {"id": "w3", "name": "三车间", "level": "workshop", "parent": "plant"},
)
# Production counts what passes at last; quality counts what passes at the first inspection.
PRODUCTION = """\
month,workshop,inspected,passed
2025-01-31,w1,1000,990
2025-01-31,w2,1000,985
2025-01-31,w3,1000,980
"""
QUALITY = """\
month,workshop,inspected,first_pass
2025-01-31,w1,1000,990
2025-01-31,w2,1000,955
2025-01-31,w3,1000,960
"""
PASS_RATE = {
    "id": "pass_rate",
    "name": "合格率",
    "unit": "share",
    "definition": "合格数 ÷ 送检数",
    "source": "production",
    "measure": "sum(passed) / sum(inspected)",
    "readings": [
        {
            "id": "quality",
            "department": "质量部",
            "source": "quality",
            "measure": "sum(first_pass) / sum(inspected)",
            "definition": "一次合格数 ÷ 送检数",
        }
    ],
}
SOURCES = {
    "production": {"file": "production.csv", "time": "month", "entity": "workshop", "department": "生产部"},
    "quality": {"file": "quality.csv", "time": "month", "entity": "workshop"},
}


@pytest.fixture
def workshops(engagement, data):
    def build(production=PRODUCTION, quality=QUALITY, sources=SOURCES, entities=WORKSHOPS, more=(), **kpi):
        (data / "production.csv").write_text(production, encoding="utf-8")
        (data / "quality.csv").write_text(quality, encoding="utf-8")
        return engagement([{**PASS_RATE, **kpi}, *more], sources, entities)

    return build
