"""Encodings told by bytes; what may be read in several ways is refused."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.text_encoding import foreign_line, tell_encoding

TABLE = "日期,门店,销售额\n2025-01-03,武侯店,1200\n2025-01-04,春熙路店,800\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030"), ("gb2312", "gb18030"),
        ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_a_chinese_table_is_told_in_every_encoding_that_clients_use(encoding, told):
    assert tell_encoding(TABLE.encode(encoding)).name == told
    assert tell_encoding((TABLE * 50).encode(encoding)[:-1], whole=False).name == told


@pytest.mark.parametrize(
    "text", ["㐀,𠮷\n1,2\n", "门店,𠮷野\n堃店,2\n", "订单,退回\n1,是\n2,是\n3,是\n4,是\n", "姓名,部门\n张三,销售部\n"]
)
def test_short_and_rare_texts_in_gb18030_are_told(text):
    assert tell_encoding(text.encode("gb18030")).name == "gb18030"


@pytest.mark.parametrize(
    "first",
    ["指标,权重", "目标,指标", "主,责任", "每月,指标", "员工,岗位", "物业,目标", '"指标",权重', "序号,指\n目,标"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_whose_first_bytes_happen_to_be_utf8_is_told_by_the_whole(first, end):
    rows = [first, "门店客流,30%,同比增长10%,每低1%扣1分", "转化率,70%,20%,完成率", ""]
    assert tell_encoding(end.join(rows).encode("gbk")).name == "gb18030"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("単位", "shift_jis"), ("単位,売上\n東京,1\n", "shift_jis"), ("単位,売上\n東京,1\n", "euc_jp"), ("単位", "euc_jp"),
        ("날짜,점포,주문수,매출\n2025-01-01,강남점,3,5\n", "euc_kr"), ("지점,매출\n서울,1\n", "euc_kr"),
        ("日期,門店,銷售額\n2025-01-01,華東店,3\n", "big5"), ("é", "latin-1"), ("AÇÃO,VALOR\n1,2\n", "latin-1"),
        ("Größe,Straße\n1,2\n", "latin-1"), ("\u201cx\u201d,b\n1,2\n", "cp1252"), ("МОСКВА,ДАТА\n1,2\n", "cp1251"),
        ("Москва,Дата\n1,2\n", "koi8-r"), ("店,a\n1,2\n", "gbk"),
    ],
)  # fmt: skip
def test_another_encoding_is_refused_rather_than_shown_wrong(text, encoding):
    told = tell_encoding(text.encode(encoding))
    assert (told.name, bool(told.problem)) == ("", True)


@pytest.mark.parametrize(
    ("raw", "line", "problem"),
    [
        ("门店,a\n".encode() + "华东,1\n".encode("gbk"), 2, "not UTF-8, though the lines before it are"),
        ("Référence,Qualité\n".encode() + TABLE.encode("gbk"), 2, "not UTF-8, though the lines before it are"),
        ("Привет,Дата\n".encode() + TABLE.encode("gbk"), 2, "not UTF-8, though the lines before it are"),
        (TABLE.encode("gbk") + "华东,1\n".encode(), 4, "is UTF-8, while other lines are not"),
        ("a\nåŽä¸œ\n".encode(), 2, "taken for another encoding and saved again"),
        ("华东,a".encode().decode("latin-1").encode(), 1, "taken for another encoding and saved again"),
        ("a\n1\n锟斤拷\n".encode(), 3, "lost in a conversion"),
        ("a\n\ufffd\n".encode(), 2, "lost in a conversion"),
        (b"a,b\n1,\0\n", 2, "zero byte"),
        (codecs.BOM_UTF16_LE + b"\0\xd8a\0", 1, "UTF-16"),
    ],
)
def test_a_spoiled_file_is_refused_with_the_line(raw, line, problem):
    told = tell_encoding(raw)
    assert (told.name, told.line) == ("", line)
    assert problem in told.problem


@pytest.mark.parametrize(
    "text", ["allé\u00a0», été\n", "“Ça va”, naïve — 12\u00a0€\n", "São Paulo; IRMÃ\n", "", "a,b\n1,2\n"]
)
def test_plain_utf8_of_any_language_is_utf8(text):
    assert tell_encoding(text.encode()).name == "utf-8"


@given(st.binary(max_size=200))
def test_any_bytes_give_an_encoding_that_decodes_them_or_a_problem(raw):
    told = tell_encoding(raw)
    if told.name:
        raw.decode(told.name)
    else:
        assert told.line >= 1


def test_a_line_in_utf8_is_found_in_a_text_of_gb18030():
    assert foreign_line(TABLE.encode("gbk")) is None
    assert foreign_line("门店\n".encode("gbk") + "华东\n".encode()) == 2


def test_a_long_list_of_names_is_chinese_though_its_characters_are_rarer():
    names = [a + b for a in "巩楚邢殷莞宣锦潘谭曾" for b in "丽伟黎惠婵松蔓凤陶娜"]
    sold = [a + b + c for a in "办公家技电" for b in "用品具类机" for c in "大小新高"]
    rows = "".join(f"{name},{what}\n" for name, what in zip(names, sold, strict=True))
    assert tell_encoding(("姓名,商品\n" + rows).encode("gb18030")).name == "gb18030"
