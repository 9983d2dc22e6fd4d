"""A database's column whose name states a scale is refused where it is used, until somebody says how it counts."""

import pytest

from diagnostics.data.engine.stated_units import refuse_stated_units
from diagnostics.errors import InputError

SOURCE = {"engine": "postgres", "url_env": "X_URL", "table": "sales", "time": "day"}
COLUMNS = ["day", "销售额(万元)", "Sales ($M)", "amount"]


@pytest.mark.parametrize(
    ("column", "states"), [("销售额(万元)", "states 万元; figures"), ("Sales ($M)", r"states '\$', and the")]
)
def test_a_scale_in_the_name_of_a_used_column_is_refused(engagement, column, states):
    kpi = {"id": "k", "measure": f'sum("{column}")'}
    with pytest.raises(InputError, match=f"^sales has the column .*, whose name {states}.*layout"):
        refuse_stated_units(engagement([kpi], {"f": SOURCE}), "f", COLUMNS, "sales")
    declared = {**SOURCE, "layout": {"scale": {column: "元"}}}
    refuse_stated_units(engagement([kpi], {"f": declared}), "f", COLUMNS, "sales")


def test_columns_that_nothing_computes_with_may_be_called_anything(engagement):
    kpi = {"id": "k", "measure": "sum(amount)"}
    refuse_stated_units(engagement([kpi], {"f": SOURCE}), "f", COLUMNS, "sales")
