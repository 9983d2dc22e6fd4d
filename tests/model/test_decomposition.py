"""A decomposition shows itself."""

import pandas as pd
import pytest

from diagnostics.model.decomposition import NEW, Decomposition


def made(method="lmdi", contributions=(6.0, -2.0, 4.0)):
    names = ["traffic", "basket", NEW]
    table = pd.DataFrame({"factor": names, "before": 1.0, "after": 2.0, "contribution": contributions})
    total = 8.0 if method == "lmdi" else 12.0
    return Decomposition("traffic * basket", "lmdi", method, "", 10.0, 10.0 + total, table, table.iloc[:0])


@pytest.mark.parametrize(("language", "said"), [("zh", "新增对象"), ("en", "New entities")])
def test_the_summary_names_the_largest_factors_first(language, said):
    told = made().summary(language)
    assert told.index("traffic") < told.index(said) < told.index("basket")


def test_a_multiplicative_decomposition_is_told_in_per_cent():
    result = made("lmdi_multiplicative", (1.5, 0.8, 1.1))
    assert result.total == pytest.approx(2.2)
    assert "+50.0%" in result.summary("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_waterfall_is_drawn(language):
    assert made().plot(language).axes
    assert '"kind":"Decomposition"' in made().to_json()
