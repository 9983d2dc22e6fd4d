import pytest

from diagnostics.dictionary.page.content import dictionary_page

ITEM = "    - {kpi: revenue, weight: 0.6, core: true, targets: {base: 80, target: 100, stretch: 120, from: history},\n"


def scored(folder, kpi="营收", scoring=None, target="target: 100"):
    text = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    if scoring is not None:
        text = f"- role: store_manager\n  level: store\n  name: 店长\n  items:\n    - {{kpi: revenue, weight: 1, core: true, targets: {{{target}, from: history}}, scoring: {scoring}}}\n"
        folder.write("scorecards.yaml", text)
    page = dictionary_page(folder.open())
    facts = next(each for each in page.appendix[0].parts if each.title == kpi)
    return {each.label: each.value for each in facts.rows}.get("计分", "")


@pytest.mark.parametrize(
    ("scoring", "target", "words"),
    [
        ("{rule: ratio, cap: 1.1}", "target: 100", "店长：实际为目标的 80%、90%、100%、110%、120% 时，分别得 80、90、100、110、110 分"),
        ("{rule: ratio}", "target: {expression: mean(amount)}", "店长：实际为目标的 80%、90%、100%、110%、120% 时，分别得 80、90、100、110、120 分"),
        ("{rule: bands, bands: [{at: 80, points: 60}, {at: 95, points: 100}]}", "base: 1", "店长：数值为 80 元、95 元 时，分别得 60、100 分"),
        ("{rule: anchors, anchors: [{level: 优秀, points: 100}, {level: 良好, points: 80}]}", "target: 1", "店长：优秀、良好，分别得 100、80 分"),
        ("{rule: inverse_ratio}", "target: 100", ""),
        ("{rule: deduction, per_event: 5}", "target: {expression: mean(amount)}", ""),
    ],
)  # fmt: skip
def test_the_page_shows_what_the_rule_gives(folder, scoring, target, words):
    assert scored(folder, scoring=scoring, target=target) == words
