"""One defect a code, each planted into a department of its own: a function by code."""

import math

from diagnostics.model.entity import Entity
from tests.dictionary.rules.observed import waves

PLANTS = {}


def plant(function):
    """The function's name is the code."""
    PLANTS[function.__name__.upper()] = function
    return function


def _headed(company, own, **targets):
    """A unit above the department's two, with a card of its own."""
    top = f"top_{own.name}"
    company.more_entities.append(Entity(id=top, level=f"head_{own.name}", parent="acme"))
    own.above = top
    weights = {"sales": 0.5, "traffic": 0.25, "conversion": 0.15, "complaints": 0.1}
    wanted = {"sales": 20, "traffic": 20, "conversion": 10, "complaints": 20} | targets
    items = [
        {**own.item(kpi), "weight": weight, "targets": {"target": wanted[kpi], "from": "history"}}
        for kpi, weight in weights.items()
    ]
    card = {
        "entity": top,
        "name": f"上级{own.name}",
        "profile": "department",
        "published": "2022-12-20",
        "items": items,
    }
    own.more_cards.append(card)
    return card


@plant
def pd101(company, own):
    own.weights(complaints=0.05)


@plant
def pd102(company, own):
    own.add("orders", 0.05)
    own.add("refunds", 0.05)
    own.weights(sales=0.45, traffic=0.2)
    own.item("conversion")["core"] = True


@plant
def pd103(company, own):
    own.weights(sales=0.45, traffic=0.14, conversion=0.3, complaints=0.11)


@plant
def pd104(company, own):
    own.weights(sales=0.25, traffic=0.25, conversion=0.25, complaints=0.25)
    own.item("conversion")["core"] = True


@plant
def pd105(company, own):
    own.kpi("traffic")["owner"] = ""


@plant
def pd106(company, own):
    own.kpi("traffic")["source"] = ""


@plant
def pd107(company, own):
    own.kpi("traffic")["definition"] = ""


@plant
def pd108(company, own):
    own.kpi("traffic")["parent"] = None
    company.goals.append({"id": "visitors", "name": "更多客流", "kpis": [own.id("traffic")]})


@plant
def pd109(company, own):
    own.add("orders", 0.1)
    own.weights(sales=0.4)
    own.item("conversion")["core"] = True
    for each in own.kpis.values():
        each["mother"] = True


@plant
def pd110(company, own):
    del own.item("traffic")["targets"]["from"]


@plant
def pd111(company, own):
    own.kpi("traffic")["direction"] = "none"
    own.item("traffic")["targets"] = None


@plant
def pd112(company, own):
    own.add("idle")


@plant
def pd113(company, own):
    own.item("traffic")["scoring"] = {"rule": "inverse_ratio"}


@plant
def pd114(company, own):
    company.goals.append({"id": "talent", "name": "人才"})


@plant
def pd115(company, own):
    own.places = []


@plant
def pd116(company, own):
    own.item("traffic")["targets"] |= {"base": 12}


@plant
def pd117(company, own):
    company.charter["problem"] = ""


@plant
def pd118(company, own):
    own.kpi("traffic")["name"] = "提升团队效率"


@plant
def pd119(company, own):
    own.kpi("traffic").update(name="产量", unit="number", forbidden=["以次充好"])


@plant
def pd120(company, own):
    own.kpi("traffic").update(mother=True, parent=None)


@plant
def pd121(company, own):
    own.kpi("traffic")["name"] = "季度到店客户数"


@plant
def pd122(company, own):
    own.kpi("conversion")["name"] = "出勤率与合格率"


@plant
def pd123(company, own):
    own.kpi("traffic")["name"] = "设备故障次数"


@plant
def pd124(company, own):
    own.kpi("conversion").update(name="服务得分", definition="投诉单数 ÷ 服务单数")


@plant
def pd125(company, own):
    own.kpi("conversion").update(unit="share", measure="100 * sum(y) / sum(x)")
    own.item("conversion")["targets"]["target"] = 0.9


@plant
def pd126(company, own):
    own.kpi("conversion")["measure"] = "sum(x) / sum(x)"


@plant
def pd127(company, own):
    own.kpi("traffic")["control"] = "other"


@plant
def pd128(company, own):
    own.kpi("complaints").update(name="客户数", direction="higher")
    own.item("complaints").pop("scoring")
    own.kpi("conversion")["name"] = "客流密度"


@plant
def pd129(company, own):
    del own.kpi("sales")["forbidden"]


@plant
def pd130(company, own):
    own.kpi("sales")["counters"] = [own.id("sales")]


@plant
def pd140(company, own):
    own.weights(sales=0.5, traffic=0.15, conversion=0.2, complaints=0.15)


@plant
def pd141(company, own):
    del own.kpi("conversion")["leading"]


@plant
def pd142(company, own):
    own.card["family"] = "business"
    for each in own.kpis.values():
        each["kind"] = "process"


@plant
def pd143(company, own):
    own.card["rank"] = "senior"
    own.kpi("sales")["kind"] = own.kpi("traffic")["kind"] = "process"
    company.goals.append({"id": "lead", "name": "领先", "kpis": [own.id("sales")]})


@plant
def pd144(company, own):
    own.card |= {"family": "technical", "rhythm": {"track": "week", "assess": "week"}}
    for each in own.kpis.values():
        each["cycle"] = "week"
    own.figures = dict.fromkeys(own.kpis, ([], 10))


@plant
def pd145(company, own):
    own.kpi("traffic")["set_with"] = "given"


@plant
def pd146(company, own):
    del own.card["published"]


@plant
def pd147(company, own):
    own.card["rhythm"] = {"assess": "quarter"}


@plant
def pd148(company, own):
    own.item("traffic")["proposed"] = {"staff": 0.1, "manager": 0.3}


@plant
def pd149(company, own):
    company.mutes.append({"code": "PD101", "about": own.card["role"], "reason": "试点", "by": "boss"})


@plant
def pd150(company, own):
    between = [math.nan] * 34
    own.figures[own.id("traffic")] = ([9.0, *between, 11.0], 10)


@plant
def pd160(company, own):
    _headed(company, own, traffic=25)


@plant
def pd161(company, own):
    own.kpi("sales")["formula"] = f"{own.id('traffic')} * {own.id('conversion')}"
    own.item("sales")["targets"]["target"] = 200
    own.places = own.places[:1]


@plant
def pd162(company, own):
    _headed(company, own, conversion=15)


@plant
def pd163(company, own):
    result = {"id": "kr", "name": "年底开到一百家"}
    company.goals.append({"id": "shops", "name": "开店", "kpis": ["revenue"], "key_results": [result]})


@plant
def pd164(company, own):
    own.card["profile"] = "company"
    for kpi, view in {"sales": "financial", "traffic": "customer", "conversion": "process"}.items():
        own.kpi(kpi)["view"] = view


@plant
def pd165(company, own):
    card = _headed(company, own)
    card["items"] = [each for each in card["items"] if each["kpi"] != own.id("traffic")]
    for each, weight in zip(card["items"], (0.55, 0.3, 0.15), strict=True):
        each |= {"weight": weight, "core": weight > 0.2}


@plant
def pd170(company, own):
    own.figures[own.id("traffic")] = (waves(low=2, high=9), [math.nan] * 32 + [10.0] * 4)
    own.item("traffic")["targets"]["target"] = [{"from": "2025-09", "value": 10}]


@plant
def pd171(company, own):
    own.figures[own.id("traffic")] = (waves(low=9.9, high=14), 10)


@plant
def pd172(company, own):
    own.figures[own.id("traffic")] = (waves(low=2, high=9.5), 10)


@plant
def pd173(company, own):
    own.unreviewed = set(own.kpis)


@plant
def pd174(company, own):
    company.goals.append({"id": "expand", "name": "扩张", "kpis": [own.id("traffic")], "former": True})


@plant
def pd175(company, own):
    own.kpi("traffic")["automated"] = True


@plant
def pd176(company, own):
    own.figures[own.id("traffic")] = (waves(), [10.0] * 30 + [0.0] * 6)


@plant
def pd180(company, own):
    company.signoffs.append(
        {"party": "boss", "what": f"scorecard:{own.card['role']}", "on": "2025-01-05", "hash": "0" * 64}
    )


@plant
def pd181(company, own):
    own.card["agreed_by"] = ["boss"]
    for each in own.items:
        each["proposed"] = {"staff": each["weight"], "manager": each["weight"]}
