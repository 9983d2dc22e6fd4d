"""What a successor is told to do as it was done, and what not before somebody checked."""

from types import SimpleNamespace

import pytest

from diagnostics.look.markdown import markdown_of
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.handover.sheet import Sheet
from diagnostics.loop.close.handover.standard_work import standard_work
from tests.loop.close.conftest import Build, effect, gap, measure


@pytest.mark.parametrize(("reasons", "guideline"), [([], True), (["within_range"], False)])
def test_what_got_better_with_reservations_is_no_guideline(reasons, guideline):
    build = Build()
    build.gaps = [gap("revenue", "target", 420_000.0, 400_000.0)]
    build.measures = [measure("a", tasks=[], cost=None)]
    build.effects = [effect("a", "worked", 0.05, 0.12, reasons=reasons)]
    inputs = build.inputs()
    sheet = Sheet(SimpleNamespace(), inputs)
    told = markdown_of(standard_work(sheet, conclude(inputs, sheet.wording)))
    assert ("## 措施a" in told) == guideline
    assert ("有保留" in told.partition("\n## ")[2]) != guideline


def test_a_measure_with_many_tasks_and_long_texts_is_still_handed_over():
    long = {"zh": "长" * 3_000, "en": ""}
    build = Build()
    build.gaps = [gap("revenue", "target", 420_000.0, 400_000.0)]
    build.measures = [
        measure("a", tasks=[{"name": {"zh": f"任务{at}", "en": ""}} for at in range(70)], cost=None, cause=long)
    ]
    build.effects = [effect("a", "worked", 0.05, 0.12)]
    inputs = build.inputs()
    sheet = Sheet(SimpleNamespace(), inputs)
    told = markdown_of(standard_work(sheet, conclude(inputs, sheet.wording)))
    assert all(f"- 任务{at}\n" in told + "\n" for at in range(70))
    assert "长…" in told
