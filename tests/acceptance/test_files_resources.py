"""Files of the same kinds that payloads.json does not name: each is refused as the named ones are."""

import pytest

from tests.acceptance.files_resources import MAKERS, place, refused_as_source
from tests.acceptance.payloads import all_payloads
from tests.acceptance.workbench import Workbench

NAMED = {each.variant for each in all_payloads()}


@pytest.mark.parametrize("variant", sorted(set(MAKERS) - NAMED))
def test_a_file_of_the_kind_is_refused(tmp_path, variant):
    workbench = Workbench(tmp_path)
    workbench.edit("engagement.yaml", "sales.csv", place(variant, workbench.client / "data"))
    refused_as_source(workbench)
