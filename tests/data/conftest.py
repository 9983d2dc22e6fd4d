"""Small engagements built from the nouns, with the files they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard

SHOPS = (
    {"id": "group", "level": "company"},
    {"id": "east", "name": "华东", "level": "region", "parent": "group"},
    {"id": "south", "name": "华南", "level": "region", "parent": "group"},
    {"id": "s1", "name": "一店", "aliases": ("00123",), "level": "store", "parent": "east"},
    {"id": "s2", "name": "二店", "level": "store", "parent": "east"},
    {"id": "s3", "name": "三店", "level": "store", "parent": "south"},
)
SALES = """\
date,store,channel,orders,visits,amount,member
2025-01-05,00123,web,2,10,20.5,m1
2025-01-20,00123,shop,3,10,30.25,m2
2025-01-31,二店,shop,1,,10,m1
2025-02-01,00123,test,9,90,900,m3
2025-02-02,三店,web,4,0,40,m4
2025-02-15,s2,web,,5,,m1
"""


@pytest.fixture
def data(tmp_path):
    """Folder of the client's files."""
    folder = tmp_path / "client" / "data"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def engagement(tmp_path, data):
    """Build an engagement whose files lie in ``data``."""

    def build(kpis, sources=None, entities=SHOPS, scorecards=(), folder=None, **settings):
        sources = sources or {"sales": {"file": "sales.csv", "time": "date", "entity": "store"}}
        if not list(data.iterdir()):
            (data / "sales.csv").write_text(SALES, encoding="utf-8")
        common = {"unit": "number", "direction": "higher", "name": "某指标"}
        nouns = [
            Kpi(**{**common, **({} if "formula" in each else {"source": next(iter(sources))}), **each}) for each in kpis
        ]
        told = Settings(
            **{"id": "client", "client": "某客户", "sources": sources, "data_folder": folder or "data", **settings}
        )
        return Engagement(
            folder=tmp_path / "client",
            settings=told,
            kpis={each.id: each for each in nouns},
            scorecards=tuple(Scorecard(**each) for each in scorecards),
            entities=Entities(tuple(Entity(**each) for each in entities)),
            seeds=(),
            places={},
        )

    return build


@pytest.fixture
def shared():
    """Folder of real data beside the checkout."""
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not there")
    return folder
