"""Slices on the page: what they are beyond, and what turns the whole round."""

from diagnostics.loop.close.sections.drivers import drivers_section


def record(**changed):
    told = {
        "kpi": "revenue", "entity": "x", "comparison": "year_ago", "slice": {"channel": "web"}, "before": 9e4,
        "after": 4e4, "contribution": -5e4, "share": 0.9, "significant": True, "reversals": [],
    }  # fmt: skip
    return {**told, **changed}


def section(build, **changed):
    inputs = build.inputs()
    inputs.diagnosis["slices"] = [record(entity=inputs.diagnosis["focus"]["entity"], **changed)]
    return drivers_section(inputs, build.wording())


def texts(found):
    return " ".join(part.text for part in found.parts if hasattr(part, "text"))


def notes(found):
    return " ".join(part.table.note for part in found.parts if getattr(part, "table", None))


def test_slices_that_are_only_the_largest_say_so(build):
    assert "贡献最大" in notes(section(build, significant=False))
    assert "贡献最大" not in notes(section(build))


def test_a_reversal_is_told_once(build):
    found = section(build, reversals=["channel"])
    assert texts(found).count("每一类的变动方向都与合计相反") == 1
    assert "每一类" not in texts(section(build))
