import pytest


def of_kinds(system, family, *kinds):
    system.card["family"] = family
    for kpi, kind in zip(system.kpis.values(), kinds, strict=True):
        kpi["kind"] = kind
    return system


def test_a_business_role_without_a_result_is_an_error(system):
    finding = of_kinds(system, "business", *["process"] * 4).one("PD142")
    assert (finding.severity, finding.variant) == ("error", "business_none")
    assert finding.message.zh == "考核表“店长”属于业务岗，却没有一项结果指标。"


@pytest.mark.parametrize(
    ("family", "kinds", "variant"),
    [
        ("business", ("process", "result", "process", "process"), "business_low"),
        ("support", ("result",) * 4, "support_process"),
        ("support", ("process", "behaviour", "process", "process"), "support_result"),
        ("technical", ("process",) * 4, "technical_result"),
    ],
)
def test_a_mix_that_does_not_fit_the_family_warns(system, family, kinds, variant):
    finding = of_kinds(system, family, *kinds).one("PD142")
    assert (finding.severity, finding.variant) == ("warning", variant)


@pytest.mark.parametrize(
    ("family", "kinds"),
    [
        ("business", ("result", "process", "process", "process")),
        ("business", ("result",) * 4),
        ("support", ("result", "process", "result", "result")),
        ("support", ("result", "behaviour", "result", "result")),
        ("technical", ("result",) * 4),
        (None, ("process",) * 4),
    ],
)
def test_it_does_not_fire_where_the_mix_fits_or_nobody_says_the_family(system, family, kinds):
    assert of_kinds(system, family, *kinds).findings("PD142") == []
