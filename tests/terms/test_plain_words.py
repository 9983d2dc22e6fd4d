"""Leadership reads plain words: a stop list over every text that may stand on a page before its appendix."""

import pytest

from diagnostics.terms.say import _texts
from tests.plain_words import shown, unplain

# Methods stand in the appendix; the practice library tells those who use it that what failed is counted, too.
APPENDIX = ("close.methods.", "dictionary.page.measure.", "practices.")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_that_leadership_reads_holds_jargon_or_praise(language):
    read = {key: text for key, text in _texts(language).items() if not key.startswith(APPENDIX)}
    found = {key: words for key, text in read.items() if (words := unplain(text, language))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("营收显著提升", "zh"), ("p 值为 0.03", "zh"), ("控制图显示 3σ", "zh"), ("恭喜，措施成功", "zh"),
        ("a significant rise", "en"), ("95% CI", "en"), ("DiD estimate", "en"), ("Great success", "en"), ("μ = 3", "en"),
    ],
)  # fmt: skip
def test_jargon_and_praise_are_found(text, language):
    assert unplain(text, language)


def test_plain_words_and_the_appendix_pass():
    assert unplain("它比目标低 2.8 个百分点；在它平时的波动范围内，暂不作为问题", "zh") == []
    assert unplain("Its effect did not show; it can be judged in October.", "en") == []
    page = '<style>/* p value */</style><p title="x">营收</p><div class="appendix"><p>p 值</p></div>'
    assert shown(page).split() == ["营收"]
