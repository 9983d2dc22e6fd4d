"""The Monday text: one page, most at stake first, client text never a mark, a quiet week in one line."""

from datetime import date

import pytest

from diagnostics.loop.track.early_warning.monday import monday_page, monday_text
from diagnostics.model.alert import Alert, WarningRate
from diagnostics.model.alerts import Alerts


def alerts(*found, as_of="2025-06-30", watching=("signal",)):
    rates = tuple(WarningRate(each, "revenue", "store", 4, 12, expected_per_year=0.3) for each in watching)
    return Alerts(date.fromisoformat(as_of), "2025-06", tuple(found), rates=rates)


def moved(entity="s1", kpi="revenue", **fields):
    told = {"rules": ("misses",), "side": "below", "against": True, "since": "2025-05", "last": "2025-06",
            "latest": "2025-06", "value": 90_000.0, "held_against": 95_000.0, "missed": 2, "severity": "high"}  # fmt: skip
    return Alert(id=f"W-{entity}", kpi=kpi, level="store", entity=entity, **{**told, **fields})


def lines(engagement, found, records=(), language="zh"):
    return monday_text(found, engagement, records, language).splitlines()


@pytest.mark.parametrize(("language", "told"), [("zh", "没有指标新超出平时"), ("en", "No figure has newly left")])
def test_a_quiet_week_says_so_in_one_line(engagement, language, told):
    text = lines(engagement, alerts(), language=language)
    assert told in text[-1]
    assert len([each for each in text if each]) == 3


@pytest.mark.parametrize(("watching", "base"), [(("misses", "forecast"), True), ((), False)])
def test_where_no_usual_range_is_known_none_is_said_to_hold(engagement, watching, base):
    text = lines(engagement, alerts(watching=watching))[-1]
    assert "目前还不能判断" in text
    assert "没有指标新超出" not in text
    assert ("未达底线" in text) is base
    english = lines(engagement, alerts(watching=watching), language="en")[-1]
    assert "can't be told yet" in english


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_what_the_text_says_and_how_far_to_rely_on_it(engagement, case, language):
    found = alerts(moved("s1"), moved("s2", new=False))
    records = [case.record(due="2025-06-20", decision="2025-07-10")]
    page = monday_page(found, engagement, records, language)
    told = [item for section in page.sections[:-1] for item in section.parts[0].items]
    text = monday_text(found, engagement, records, language, markdown=False)
    assert told == [each[2:] for each in text.splitlines() if each.startswith("· ")]
    assert [each.id for each in page.sections] == ["moved", "due", "decide", "watched"]
    assert page.sections[-1].parts[0].text in text
    counts = {
        "zh": "1 项指标新出现偏离，1 件事到期或逾期，2 件事待决定",
        "en": "1 KPI moved just now, 1 thing due or late, 2 decisions",
    }
    assert page.title.startswith(counts[language])
    lasting = monday_page(alerts(moved(new=False, severity="medium")), engagement, (), language)
    assert not any(character.isdigit() for character in lasting.title)
    quiet = monday_page(alerts(watching=()), engagement, (), language)
    assert [each.id for each in quiet.sections] == ["watched"]
    assert not any(character.isdigit() for character in quiet.sections[0].parts[0].text)


def test_places_that_moved_alike_share_a_line(engagement, case):
    text = lines(engagement, alerts(*(moved(f"s{n}") for n in range(1, 8))))
    (line,) = [each for each in text if "营收：" in each and each.startswith("- ") and "没有达到底线" in each]
    assert "另有 6 处也朝这个方向偏离：s2、s3、s4等" in line


def test_what_goes_on_is_one_line_and_what_calmed_down_is_none(engagement):
    text = "\n".join(lines(engagement, alerts(moved(new=False), moved("s2", new=False), moved("s3", calm=2))))
    assert "仍在持续：营收（s1等 2 处）" in text
    assert "s3" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_stays_on_one_page_however_much_there_is(engagement, case, language):
    kpis = ("revenue", "conversion", "waiting", "size")
    many = [
        moved(f"s{n}", kpi, side=side, measures=()) for n in range(1, 10) for kpi in kpis for side in ("above", "below")
    ]
    records = [case.record(f"m{n}", due="2025-06-01", decision="2025-07-01") for n in range(40)]
    assert len(lines(engagement, alerts(*many), records, language)) <= 40


def test_due_and_decisions_are_told_by_their_days(engagement, case):
    late = case.record("late", due="2025-06-20", decision="2025-07-10")
    soon = case.record("soon", due="2025-07-05", milestones=[])
    far = case.record("far", due="2025-09-01", decision="2025-12-01")
    outside = case.record("outside", due="2025-06-01", external=True)
    text = "\n".join(lines(engagement, alerts(), [late, soon, far, outside]))
    assert text.index("「措施late」应在2025年6月20日前完成，已过 10 天") < text.index(
        "「措施soon」2025年7月5日前要完成"
    )
    assert "「措施late」是否继续：2025年7月10日前决定" in text
    assert "far" not in text
    assert "outside" not in text


def test_an_urgent_deviation_without_a_measure_asks_who_looks(engagement):
    asked = "由谁来查：营收（s1）"
    assert asked in "\n".join(lines(engagement, alerts(moved())))
    assert asked not in "\n".join(lines(engagement, alerts(moved(measures=("pay_link",)))))


def test_client_text_never_becomes_a_mark_or_a_line(engagement, case):
    title = {"zh": "<script>x</script>\n# 头 [a](javascript:1) *b*", "en": "x"}
    text = monday_text(alerts(), engagement, [case.record(title=title, due="2025-06-20")], "zh")
    assert "<script>" not in text
    assert "\n# 头" not in text
    assert r"\[a\](javascript:1) \*b\*" in text


def test_words_for_leaders_bear_no_method_names(engagement, case):
    records = [case.record(due="2025-06-01", decision="2025-07-01")]
    text = "\n".join(lines(engagement, alerts(moved(rules=("signal", "misses"))), records, "en")).lower()
    assert not any(word in text for word in ("p value", "sigma", "xmr", "control chart", "autocorrelation", "signal"))


def judged(verdict, new=True, since="2025-06-30"):
    return {
        "verdict": verdict,
        "text": {"zh": "变化 −17.9%。", "en": "It changed by −17.9%."},
        "new": new,
        "since": since,
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_verdict_comes_first_and_what_got_worse_before_what_worked(engagement, case, language):
    records = [
        case.record("good", state="completed", decision=None, judged=judged("worked")),
        case.record("bad", state="completed", decision=None, judged=judged("worse")),
        case.record("old", state="completed", decision=None, judged=judged("worked", new=False)),
    ]
    page = monday_page(alerts(moved()), engagement, records, language)
    assert [each.id for each in page.sections][:2] == ["judged", "moved"]
    told = page.sections[0].parts[0].items
    assert [("bad" in each, "good" in each, "17.9" in each) for each in told] == [
        (True, False, True),
        (False, True, True),
    ]
    assert page.title.startswith(
        {"zh": "1 项措施判断为使指标变差，1 项措施新有结论", "en": "1 measure judged to make things worse"}[language]
    )


def test_an_overdue_decision_stays_until_a_meeting_took_it_the_harmful_measure_first(engagement, case):
    done = {"state": "completed", "progress": 1.0}
    kept = case.record("kept", decision="2025-03-31", **done)
    bad = case.record("bad", decision="2025-04-30", judged=judged("worse", new=False), **done)
    early = case.record("early", decision="2025-12-31", judged=judged("worse", new=False), **done)
    settled = case.record("settled", decision="2025-03-31", decided="2025-04-05", **done)
    unsettled = judged("worse", new=False, since="2025-05-31")
    earlier = case.record("earlier", decision="2025-03-31", decided="2025-04-05", judged=unsettled, **done)
    before = case.record("before", decision="2025-03-31", decided="2024-10-01", **done)
    stopped = case.record("stopped", decision="2025-03-31", state="stopped")
    text = "\n".join(lines(engagement, alerts(), [kept, bad, early, earlier, settled, before, stopped]))
    assert "「措施bad」判断为使指标变差，是停止还是调整：原定2025年4月30日决定，已过 61 天" in text
    assert text.index("措施bad") < text.index("「措施kept」是否继续：原定2025年3月31日决定，已过 91 天")
    assert "「措施early」判断为使指标变差，是停止还是调整：请尽快决定" in text
    assert "措施before" in text
    assert "「措施earlier」判断为使指标变差" in text
    assert "settled" not in text
    assert "stopped" not in text


def test_a_late_measure_and_its_late_report_are_one_line(engagement, case):
    report = Alert(id="W-r", rules=("check_in",), since="2025-05-31", days=30, measures=("late",))
    text = lines(engagement, alerts(report), [case.record("late", due="2025-06-20", decision=None)])
    (line,) = [each for each in text if "late" in each]
    assert "已过 10 天" in line
    assert "跟进也已逾期 30 天" in line
