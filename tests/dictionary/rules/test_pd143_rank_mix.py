import pytest

VIEWS = ("financial", "customer", "process", "learning")


def of_rank(system, rank, family=None, *, views=(None,) * 4, kinds=("result",) * 4):
    system.card |= {"rank": rank, "family": family}
    for kpi, view, kind in zip(system.kpis.values(), views, kinds, strict=True):
        kpi |= {"view": view, "kind": kind}
    return system


def test_seniors_judged_by_processes_are_found(system):
    kinds = ("process", "result", "process", "process")
    finding = of_rank(system, "senior", kinds=kinds).one("PD143")
    assert (finding.severity, finding.variant) == ("warning", "senior_process")
    assert finding.message.en.endswith("processes and behaviour weigh 75%, more than half.")


def test_seniors_who_carry_no_goal_are_found(system):
    system.kpis["profit"] = {"unit": "money", "mother": True}
    system.kpis["revenue"] = {"unit": "money", "parent": "profit", "forbidden": ["压货"]}
    system.goals[0]["kpis"] = ["profit"]
    finding = system.one("PD143") if system.card.update(rank="senior") is None else None
    assert (finding.severity, finding.variant) == ("tip", "senior_goal")


def test_a_middle_rank_that_develops_nobody_is_found(system):
    views = ("financial", "customer", "process", "process")
    assert of_rank(system, "middle", views=views).one("PD143").variant == "middle_people"


def test_a_junior_technical_role_of_results_alone_is_found(system):
    assert of_rank(system, "junior", "technical").one("PD143").variant == "junior_process"


@pytest.mark.parametrize(
    ("rank", "family", "views", "kinds"),
    [
        ("senior", None, (None,) * 4, ("result", "process", "process", "process")),
        ("middle", None, VIEWS, ("result",) * 4),
        ("middle", None, ("financial", "customer", "process", None), ("result",) * 4),
        ("junior", "technical", (None,) * 4, ("result", "process", "result", "result")),
        ("junior", "business", (None,) * 4, ("result",) * 4),
        (None, "technical", (None,) * 4, ("result",) * 4),
    ],
)
def test_it_does_not_fire_where_the_mix_fits_or_nobody_says_the_rank(system, rank, family, views, kinds):
    assert of_rank(system, rank, family, views=views, kinds=kinds).findings("PD143") == []
