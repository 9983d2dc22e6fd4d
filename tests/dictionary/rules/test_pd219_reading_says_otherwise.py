import pytest


def reading(**other):
    return [{"id": "finance", "source": "ledger", "measure": "sum(y)", **other}]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"definition": "开票金额"}, "defined in different words"),
        ({"measure": "sum(y) / count(y)"}, "different formulas"),
        ({"where": "state = 'paid'"}, "count different data"),
    ],
)
def test_words_formula_and_filter_that_differ_are_told_apart(system, other, told):
    system.kpis["revenue"]["readings"] = reading(**other)
    finding = system.one("PD219")
    assert (finding.severity, finding.about) == ("warning", "revenue")
    assert told in finding.message.en


def test_it_does_not_fire_for_other_columns_of_another_source(system):
    system.kpis["revenue"]["readings"] = reading(definition={"zh": "口 径。"}, time="paid_on", entity="shop")
    assert system.findings("PD219") == []
