"""A target of a company and those of its two stores."""

from diagnostics.model.entity import Entities, Entity

UNITS = Entities(
    (
        Entity(id="acme", name="公司", level="company"),
        Entity(id="wuhou", level="store", parent="acme"),
        Entity(id="qingyang", level="store", parent="acme"),
    )
)


def handed_out(system, kpi, whole, *parts, **fields):
    """Give the company and its two stores a target of a KPI."""
    system.kpis[kpi] = {"unit": "count", "parent": "revenue", **fields}
    scoring = {"rule": "complement" if fields.get("direction") == "lower" else "ratio"}

    def card(entity, target):
        item = {"kpi": kpi, "weight": 1, "core": True, "targets": {"target": target, "from": "history"}}
        return {"entity": entity, "profile": "company", "items": [{**item, "scoring": scoring}]}

    system.more_cards = [card("acme", whole), *map(card, ("wuhou", "qingyang"), parts)]
    system.options["entities"] = UNITS
    return system
