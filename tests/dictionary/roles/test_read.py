from pathlib import Path

import pytest

from diagnostics.dictionary.roles import read_roles
from diagnostics.errors import InputError

LIBRARY = Path(__file__).resolve().parents[3] / "playbooks" / "library" / "roles"


@pytest.fixture
def library(tmp_path):
    """Folder with the sales template, changed."""

    def make(old="", new="", name="sales_b2b.yaml"):
        text = (LIBRARY / "sales_b2b.yaml").read_text("utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return make


def test_roles_come_in_the_order_of_the_article():
    assert [each.id for each in read_roles(LIBRARY)][:2] == ["sales_b2b", "ecommerce_operations"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("weight: 0.6,", "weight: 0.5,", "the KPIs of '营收达成率' must weigh 60 % together"),
        ("kpis: [new_clients]", "kpis: [revenue_attainment]", "every KPI must come from one row of the article"),
        ("- {kpi: new_clients,", "- {kpi: old_clients,", "kpis and items must name the same KPIs"),
        ("of: due,", "of: owed,", "column 'collected' is of 'owed', which comes later or never"),
        ("about: collection_rate", "about: collected", "'collected' was corrected but is no KPI of it"),
        ("family: business", "famly: business", "Unknown field 'famly' in sales_b2b.yaml.* Did you mean 'family'"),
    ],
)
def test_a_template_that_is_not_whole_is_refused(library, old, new, rule):
    with pytest.raises(InputError, match=rule):
        read_roles(library(old, new))


def test_a_template_is_named_as_its_file(library):
    with pytest.raises(InputError, match=r"id == 'sales_b2b' \(seller.yaml\), must be the name of the file"):
        read_roles(library(name="seller.yaml"))
