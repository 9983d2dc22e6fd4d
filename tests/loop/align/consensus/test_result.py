"""From answer sheets to shares, spreads and changes, without telling on anybody."""

import csv

import openpyxl
import pytest
import yaml

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.align import review
from diagnostics.loop.align.consensus.kit import question_sheet
from diagnostics.loop.align.consensus.notes import cell_lines
from diagnostics.loop.align.consensus.page import consensus_page
from diagnostics.loop.align.consensus.questions import asked
from diagnostics.loop.align.consensus.result import consensus
from diagnostics.loop.align.consensus.scale import read_answer
from diagnostics.run.exporter import render

pytestmark = pytest.mark.usefixtures("quick_font")
HEAD = [
    "序号",
    "提交答卷时间",
    "来自IP",
    "1、您的岗位[单选题]",
    "2、我清楚目标[量表题]*",
    "3、我认同用“转化率”衡量我们的工作",
]
YES, NO = "非常同意", "很不同意"


def sheet(folder, rows, name="answers.csv", head=HEAD, encoding="gb18030"):
    path = folder / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return f"evidence/{name}"


def row(number, side, *answers, hour="10:00"):
    return [number, f"2025/3/1 {hour}:{number:02d}", f"10.0.0.{number}", side, *answers]


def opened(folder, *surveys, **settings):
    path = folder / "engagement.yaml"
    told = {**yaml.safe_load(path.read_text(encoding="utf-8")), "surveys": list(surveys), **settings}
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return load_engagement(folder)


def asked_once(folder, rows, **survey):
    return consensus(opened(folder, {"id": "one", "file": sheet(folder, rows), **survey}))


def sides(leads, staff, lead=YES, other=NO):
    rows = [row(n, "中层管理", lead, lead) for n in range(leads)]
    return rows + [row(leads + n, "一线员工", other, other) for n in range(staff)]


def test_shares_accord_and_spread_of_a_planted_split(small):
    found = asked_once(small, sides(8, 12))
    question = found.surveys[0].questions[1]
    assert question.kpi == "conversion_rate"
    assert (question.share.n, question.share.value) == (20, 0.4)
    assert question.accord.value < 0
    assert (question.management.value, question.staff.value, question.spread.value) == (1.0, 0.0, 1.0)
    assert question.spread.tells
    assert found.summary() == "20 人作答；2 题中有 0 题多数人认同；管理层与员工在 2 题上看法不同。"


@pytest.mark.parametrize(("leads", "staff"), [(4, 20), (20, 4), (4, 4)])
def test_a_side_under_five_is_merged(small, leads, staff):
    survey = asked_once(small, sides(leads, staff)).surveys[0]
    assert survey.split == "merged"
    assert all(each.management is None and each.spread is None for each in survey.questions)


def test_a_side_that_left_a_question_blank_is_not_shown_for_it(small):
    rows = sides(6, 10)
    for each in rows[:3]:
        each[-1] = ""
    goal, kpi = asked_once(small, rows).surveys[0].questions
    assert goal.management is not None
    assert kpi.management is None


def test_two_sides_are_not_shown_where_they_leave_a_rest_that_is_too_small(small):
    rows = [*sides(6, 10), row(90, "其他", NO, NO)]
    assert all(each.management is None for each in asked_once(small, rows).surveys[0].questions)


def test_under_five_answers_show_nothing(small):
    found = asked_once(small, sides(2, 2))
    assert all(each.share is None for each in found.surveys[0].questions)
    assert found.summary() == "只有 4 人作答，不足 5 人，不显示结果。"
    assert "很不同意" not in render(consensus_page(load_engagement(small), found))


def test_of_one_person_the_last_answer_counts(small):
    head = [*HEAD[:3], "您的手机号", *HEAD[3:]]
    rows = [[*each[:3], f"1380000{each[0]:04d}", *each[3:]] for each in sides(0, 6)]
    rows.insert(0, [9, "2025/3/1 9:05:00", "x", "13800000003", "一线员工", YES, YES])
    found = consensus(opened(small, {"id": "one", "file": sheet(small, rows, head=head)}))
    assert found.surveys[0].duplicates == (2,)
    assert found.surveys[0].questions[0].share.value == 0
    assert "1380000" not in render(consensus_page(load_engagement(small), found))


def test_people_who_answer_alike_stay_people_where_nothing_names_them(small):
    head = ["我清楚目标", "我的目标够得着", "我得到帮助"]
    file = sheet(small, [[YES, YES, NO]] * 7, head=head)
    assert consensus(opened(small, {"id": "one", "file": file})).surveys[0].people == 7


def test_cells_that_can_not_be_read_are_listed_and_left_out(small):
    rows = sides(0, 9)
    rows[2][-1] = "还行吧"
    survey = asked_once(small, rows).surveys[0]
    assert [(each.written, each.question) for each in survey.unread] == [("还行吧", "我认同用“转化率”衡量我们的工作")]
    assert survey.questions[1].share.n == 8


def test_what_people_wrote_in_place_of_an_answer_reaches_no_page(small):
    rows = sides(0, 9)
    rows[2][-1] = "店长张三骂人"
    engagement = opened(small, {"id": "one", "file": sheet(small, rows)})
    found = consensus(engagement)
    html = render(consensus_page(engagement, found))
    assert "张三" not in html
    assert "有 1 处答案读不出来" in html
    assert any("店长张三骂人" in each for each in cell_lines(found))
    assert "张三" not in str(review(engagement).records["consensus"])


def test_a_kpi_about_phones_does_not_merge_people(small):
    head = [*HEAD[:5], "3、我认同用“电话接通率”衡量我们的工作"]
    survey = consensus(opened(small, {"id": "one", "file": sheet(small, sides(8, 12), head=head)})).surveys[0]
    assert (survey.people, survey.duplicates) == (20, ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_entry_of_the_kits_list_is_an_answer(small, language):
    import io

    book = openpyxl.load_workbook(io.BytesIO(question_sheet(load_engagement(small), language)))
    lists = [each.formula1.strip('"').split(",") for each in book.worksheets[0].data_validations.dataValidation]
    assert [[read_answer(entry) for entry in entries] for entries in lists if len(entries) == 5] == [[5, 4, 3, 2, 1]]


def test_a_scale_that_runs_backwards_is_read_by_its_words(small):
    rows = [row(n, "一线员工", "1（非常同意）" if n % 2 else "1", "5（非常不同意）") for n in range(8)]
    goal, kpi = asked_once(small, rows).surveys[0].questions
    assert (goal.share.value, kpi.share.value) == (1.0, 0.0)


def test_two_columns_of_one_wording_are_refused(small):
    head = [*HEAD[:5], "3、我清楚目标"]
    with pytest.raises(InputError, match="asks '我清楚目标' in columns 5 and 6"):
        consensus(opened(small, {"id": "one", "file": sheet(small, sides(0, 9), head=head)}))


def test_answers_at_random_are_no_two_camps(small):
    rows = [row(n, "一线员工", str(n % 5 + 1), str(n % 5 + 1)) for n in range(10)]
    engagement = opened(small, {"id": "one", "file": sheet(small, rows)})
    assert "分成两派</td>" not in render(consensus_page(engagement, consensus(engagement)))


def test_before_and_after_are_compared_question_by_question(small):
    before = {"id": "b", "when": "before", "file": sheet(small, sides(0, 12), "before.csv")}
    after = {"id": "a", "when": "after", "file": sheet(small, sides(0, 12, other=YES), "after.csv")}
    found = consensus(opened(small, after, before))
    assert [each.id for each in found.surveys] == ["b", "a"]
    assert [(each.before.value, each.after.value, each.difference.tells) for each in found.changes] == [
        (0, 1, True)
    ] * 2


def test_the_kits_own_sheet_comes_back(small):
    engagement = load_engagement(small)
    path = small / "evidence" / "kit.xlsx"
    path.parent.mkdir()
    path.write_bytes(question_sheet(engagement, "zh"))
    book = openpyxl.load_workbook(path)
    answers = book.worksheets[0]
    for number in range(6):
        filled = [f"a{number}", "管理岗", *[YES] * 9]
        for column, value in enumerate(filled, 1):
            answers.cell(number + 2, column, value)
    book.save(path)
    survey = consensus(opened(small, {"id": "kit", "file": "evidence/kit.xlsx"})).surveys[0]
    assert [each.text for each in survey.questions] == list(asked(engagement, "zh"))
    assert [each.kpi for each in survey.questions][-1] == "conversion_rate"
    assert {each.share.n for each in survey.questions} == {6}


@pytest.mark.parametrize(
    ("survey", "match"),
    [
        ({"file": "../outside.csv"}, r"file == '../outside.csv' of survey 'one', must lie in the engagement folder"),
        ({"file": "evidence/none.csv"}, r"evidence/none.csv is no file"),
        ({"file": "kpis.yaml"}, r"ends in '.yaml'"),
        ({"group": "您的部门"}, r"Unknown heading '您的部门'"),
    ],
)
def test_a_survey_that_can_not_be_read_is_refused(small, survey, match):
    file = sheet(small, sides(0, 9))
    with pytest.raises((InputError, UnknownNameError), match=match):
        consensus(opened(small, {"id": "one", "file": file, **survey}))


def test_a_scale_of_ten_is_refused_and_not_taken_for_five(small):
    rows = [row(n, "一线员工", n % 10 + 1, n % 10 + 1) for n in range(20)]
    with pytest.raises(InputError, match="no question that is answered on a scale of five"):
        asked_once(small, rows)


def test_proposed_weights_stand_beside_what_was_agreed(small):
    cards = small / "scorecards.yaml"
    text = cards.read_text(encoding="utf-8").replace(
        "weight: 1.0,", "weight: 1.0, proposed: {staff: 0.4, manager: 0.6},"
    )
    cards.write_text(text, encoding="utf-8")
    alignment = review(load_engagement(small))
    assert alignment.records["consensus"]["weights"] == [
        {"card": "manager", "kpi": "conversion_rate", "staff": 0.4, "manager": 0.6, "agreed": 1.0}
    ]


def test_the_hand_off_holds_nothing_of_a_single_answer(small):
    asked_once(small, sides(8, 12), management=["中层管理"])
    record = review(load_engagement(small)).records["consensus"]
    assert record["surveys"][0]["people"] == 20
    assert not {"rows_read", "answers", "scores"} & set(record["surveys"][0])
    assert "10.0.0." not in str(record)


def test_without_surveys_and_proposals_there_is_no_consensus(small):
    assert review(load_engagement(small)).consensus is None


def asked_of(folder, head, rows):
    """Survey of a sheet of one's own make."""
    return consensus(opened(folder, {"id": "one", "file": sheet(folder, rows, head=head)})).surveys[0]


@pytest.mark.parametrize(
    "number", ["填写编号", "编号", "工号", "答卷编号", "序号", "ID", "No.", "Response ID", "参会编号"]
)
def test_answers_handed_in_twice_make_no_group_large_enough_to_be_shown(small, number):
    people = [[f"P{n}", "管理岗" if n < 3 else "非管理岗", YES if n < 3 else NO, str(n % 5 + 1)] for n in range(11)]
    rows = [*people, *people[:3]]
    survey = asked_of(small, [number, "岗位", "我清楚目标", "我的目标够得着"], rows)
    assert (survey.people, survey.split, {each.management for each in survey.questions}) == (11, "merged", {None})


def test_one_number_with_other_answers_is_one_person_where_a_group_is_sized(small):
    people = [[f"{n % 3 if n < 6 else n}", "管理岗" if n < 6 else "非管理岗", str(n % 5 + 1), YES] for n in range(14)]
    assert asked_of(small, ["ID", "岗位", "我清楚目标", "我的目标够得着"], people).split == "merged"


def test_where_nothing_tells_people_apart_rows_that_are_alike_count_once_for_groups(small):
    people = [["管理岗" if n < 3 else "非管理岗", str(n % 3 + 1), str(n // 3 + 1)] for n in range(12)]
    rows = [*people, *people[:3]]
    engagement = opened(small, {"id": "one", "file": sheet(small, rows, head=["岗位", "我清楚目标", "我的目标够得着"])})
    found = consensus(engagement)
    assert (found.surveys[0].people, found.surveys[0].split, found.surveys[0].alike) == (15, "merged", 3)
    assert "有 3 行与前面某一行完全相同" in render(consensus_page(engagement, found))


def test_a_cell_off_the_scale_leaves_its_question_where_it_is(small):
    rows = sides(0, 11)
    for number, written in enumerate(("9", "0", "11", "5分")):
        rows[number][-1] = written
    survey = asked_once(small, rows).surveys[0]
    assert [each.written for each in survey.unread] == ["9", "0", "11"]
    assert [each.share.n for each in survey.questions] == [11, 8]
    assert survey.aside == ()


def test_a_column_of_figures_on_ten_stays_aside_though_others_are_on_five(small):
    rows = [[*each, str(number)] for number, each in enumerate(sides(0, 11))]
    survey = asked_of(small, [*HEAD, "4、整体打几分"], rows)
    assert survey.aside == ("整体打几分",)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("1、我清楚目标", "Q1：我清楚目标（单选）", True),
        ("1、我清楚目标", "第1题：我清楚目标【单选题】*", True),
        ("1. 我清楚目标", "（3）我清楚目标(评分题)", True),
        ("我清楚目标", "题目1：我清楚目标。", True),
        ("2、我认同用“转换率”衡量我们的工作", "2、我认同用“转化率”衡量我们的工作", True),
        ("2、我认同用“转换率”衡量我们的工作", "3、我认同用“转化率”衡量我们的工作", False),
        ("1、我清楚目标", "1、我得到帮助", False),
    ],
)
def test_questions_before_and_after_are_matched_or_listed(small, before, after, same):
    def made(name, when, text):
        head = ["岗位", text, "9、我的目标够得着"]
        return {"id": when, "when": when, "file": sheet(small, [["员工", YES, NO]] * 6, name, head)}

    engagement = opened(small, made("b.csv", "before", before), made("a.csv", "after", after))
    found = consensus(engagement)
    assert len(found.changes) == (2 if same else 1)
    assert bool(found.once) is not same
    assert ("只问过一次" in render(consensus_page(engagement, found))) is not same


def test_two_kpis_of_the_engagement_are_never_taken_for_one_question():
    from diagnostics.loop.align.consensus.answers import Answers
    from diagnostics.loop.align.consensus.headings import same
    from diagnostics.loop.align.consensus.matching import matched

    def made(text):
        return Answers({same(text): text}, (), (), 0, (), (), (), (), {same(text): 3})

    one, other = "我认同用“退货率”衡量我们的工作", "我认同用“退款率”衡量我们的工作"
    assert matched(made(one), made(other), ()) == {same(other): same(one)}
    assert matched(made(one), made(other), {same(one), same(other)}) == {}
