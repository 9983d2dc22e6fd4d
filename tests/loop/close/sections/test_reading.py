"""How the page is read, in the playbook's own words: as text, whatever a firm writes, and without a figure."""

from diagnostics.loop.close.sections.reading import reading_section


def record(**words):
    both = {"zh": "先看目标", "en": "The goal first"}
    told = {"step": "align", "answers": both, "read": both, "limits": both, **words}
    return {"id": "ours", "title": {"zh": "复盘", "en": "Review"}, "question": both, "reader": [told]}


def test_each_step_tells_what_it_answers_and_how_it_is_read(build):
    section = reading_section(record(), build.wording())
    assert section.folded
    assert section.title == "怎么读这一页（复盘）"
    assert section.lead == "先看目标"
    assert section.parts[0].table.rows == (
        {"step": "共识重塑", "answers": "先看目标", "read": "先看目标", "limits": "先看目标"},
    )


def test_a_firms_words_stay_text(build):
    attack = {"zh": "<script>alert(1)</script>=1+1", "en": "<img src=x onerror=alert(1)>"}
    section = reading_section(record(read=attack), build.wording())
    assert section.parts[0].table.rows[0]["read"] == attack["zh"]


def test_without_a_playbook_or_its_words_there_is_no_section(build):
    assert reading_section(None, build.wording()) is None
    assert reading_section({**record(), "reader": []}, build.wording()) is None


def test_the_page_of_a_step_tells_of_that_step_alone(build):
    both = {"zh": "先看差距", "en": "The gap first"}
    told = record()
    told["reader"].append({"step": "diagnose", "answers": both, "read": both, "limits": both})
    rows = reading_section(told, build.wording(), "diagnose").parts[0].table.rows
    assert [each["read"] for each in rows] == ["先看差距"]
    assert reading_section(told, build.wording(), "track") is None
