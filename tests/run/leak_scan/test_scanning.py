"""What the scan finds however it is disguised, and what it leaves alone."""

import base64
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest

from diagnostics.run.leak_scan import Leak, LeakError, refuse_leaks
from diagnostics.run.leak_scan.canaries import Canaries
from diagnostics.run.leak_scan.names import Names
from diagnostics.run.leak_scan.reading import passages_of
from diagnostics.run.leak_scan.scanning import ALWAYS, across

PLANTED = [
    ("13800138000", "phone"), ("+86 138-0013-8000", "phone"), ("(0571) 8765 4321", "phone"), ("+1 415-555-2671", "phone"),
    ("11010519491231002X", "identity number"), ("4111 1111 1111 1111", "bank card"), ("6222021234567890128", "bank card"),
    ("li.wei@acme.com.cn", "e-mail"), ("10.20.30.40", "network address"), ("fe80::1ff:fe23:4567:890a", "network address"),
    ("/home/liwei/clients/acme/pay.csv", "path"), ("C:\\Users\\liwei\\pay.xlsx", "path"), ("\\\\nas01\\hr\\pay.xlsx", "path"),
    ("file:///srv/x", "path"), ("/tmp/ipykernel_4711/123.py", "path"), ("postgresql://li:s3cret@db.acme.cn/hr", "connection string"),
    ("jdbc:mysql://10.0.0.5/hr", "connection string"), ("password=hunter22", "connection string"),
    ("Server=db;Database=hr;Uid=li;Pwd=x1;", "connection string"), ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "secret"),
    ("q8Zt3vLmW0xY7bKc9RdFq1", "secret"), ("ghp_a8Zt3vLmW0xY7bKc9RdFq1Xy", "secret"), ("AKIAIOSFODNN7EXAMPLE", "secret"),
]  # fmt: skip
WIDE = str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))
DISGUISES = {
    "plain text": lambda text: f"<p>联系 {escaped(text)} 处理</p>",
    "parted by tags": lambda text: f"<p>联系 {escaped(text[:3])}<b>{escaped(text[3:])}</b></p>",
    "in an attribute": lambda text: f'<p title="{escaped(text)}">x</p>',
    "in a comment": lambda text: f"<!-- {text} -->",
    "in a drawing's words": lambda text: f"<svg><text>{escaped(text)}</text></svg>",
    "alternative text": lambda text: f'<img alt="{escaped(text)}">',
    "as numbers of characters": lambda text: f"<p>{''.join(f'&#{ord(each)};' for each in text)}</p>",
    "escaped twice": lambda text: f"<p>{''.join(f'&amp;#{ord(each)};' for each in text)}</p>",
    "with unseen characters": lambda text: f"<p>{chr(0x200B).join(escaped(each) for each in text)}</p>",
    "full-width digits": lambda text: f"<p>{escaped(text.translate(WIDE))}</p>",
    "metadata": lambda text: f'<meta name="author" content="{escaped(text)}">',
    "style sheet": lambda text: f"<style>/* {text} */</style>",
}


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("disguise", DISGUISES)
def test_everything_planted_is_found_in_every_disguise(kinds, disguise):
    # A style sheet bears no path of a page: `url(/x)` is what style sheets are made of.
    planted = [each for each in PLANTED if disguise != "style sheet" or each[1] not in ("path", "network address")]
    missed = [
        text for text, kind in planted if kind not in kinds(f"<html><body>{DISGUISES[disguise](text)}</body></html>")
    ]
    assert missed == []


@pytest.mark.parametrize(("text", "kind"), PLANTED)
def test_json_plain_text_and_slides_are_read_too(kinds, text, kind):
    import json

    assert kind in kinds(json.dumps({"a": [{"b": text}]}), "manifest.json")
    assert kind in kinds(f"x\n见 {text}\n", "monday.md")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("ppt/slides/slide1.xml", f"<a:p><a:r><a:t>{escaped(text)}</a:t></a:r></a:p>")
    assert kind in kinds(stream.getvalue(), "page.pptx")


def test_numbers_drawn_by_chance_are_found(kinds, draw):
    for _ in range(150):
        mobile = f"1{draw.choice('3456789')}{draw.randrange(10**9):09d}"
        shown = draw.choice(
            [mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}"]
        )
        assert "phone" in kinds(f"<p>请打 {shown}，谢谢</p>")
        token = draw.choice([draw.randbytes(12).hex(), base64.b64encode(draw.randbytes(24)).decode()])
        assert "secret" in kinds(f"<td>{token}</td>"), token


def sentences(draw, count):
    """Sentences as pages bear them: money, shares, days, orders, codes, spans, ratings."""
    whole, money = (lambda: draw.randrange(10 ** draw.randrange(1, 10))), (lambda: f"{draw.uniform(0, 9999):,.1f}")
    day = lambda: f"20{draw.randrange(10, 40)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"  # noqa: E731
    shapes = (
        lambda: f"收入 {money()} 万元，比目标低 {draw.uniform(0, 99):.1f} 个百分点",
        lambda: f"{day()} 至 {day()} 共 {whole():,} 人次，{whole():,} 元",
        lambda: f"订单 SO{day().replace('-', '')}{whole():08d} 已交付，金额 {whole()} 元",
        lambda: f"订单号 {day().replace('-', '')}{draw.randrange(10**10):010d}",
        lambda: f"Revenue ¥{whole():,} ({draw.uniform(-9, 9):+.2f}%), {draw.randrange(1, 13)}/{draw.randrange(1, 29)}",
        lambda: (
            f"第 {draw.randrange(1, 20)}.{draw.randrange(1, 20)}.{draw.randrange(1, 9)} 节，2025 年第 {draw.randrange(1, 53)} 周"
        ),
        lambda: (
            f"门店/周/元 and/or {whole()}/{whole() + 1}，时间 {draw.randrange(24)}:{draw.randrange(60):02d}:{draw.randrange(60):02d}"
        ),
        lambda: (
            f"措施 store_turnaround_north_{draw.randrange(2020, 2030)}，编号 PD{draw.randrange(100, 900)}，指纹 {draw.randbytes(4).hex()}"
        ),
        lambda: (
            f"型号 A{draw.randrange(100)}-{draw.randrange(1000)}B，批次 {day().replace('-', '')}-{draw.randrange(100):02d}"
        ),
        lambda: (
            f"从 {draw.randrange(10**10)} 到 {draw.randrange(10**6)}.{draw.randrange(10**5)} kWh，共 {draw.randrange(10**11)} 元"
        ),
    )
    return [draw.choice(shapes)() for _ in range(count)]


def test_a_thousand_sentences_of_figures_raise_no_alarm(kinds, draw):
    told = sentences(draw, 1_000)
    alarms = {each: kinds(f"<p>{each}</p>") for each in told if kinds(f"<p>{each}</p>")}
    assert alarms == {}


def test_the_page_s_own_font_picture_and_policy_are_exempt_by_what_they_are(kinds):
    font = base64.b64encode(b"wOF2" + bytes(range(256)) * 2).decode()
    style = f"@font-face{{src:url(data:font/woff2;base64,{font})}}"
    seal = base64.b64encode(sha256(style.encode()).digest()).decode()
    page = '<meta http-equiv="Content-Security-Policy" content="style-src \'sha256-{}\'"><style>{}</style>'
    assert kinds(page.format(seal, style)) == []
    other = base64.b64encode(sha256(b"something else").digest()).decode()
    assert kinds(page.format(other, style)) == ["secret"]
    assert kinds(
        page.format(seal, style).replace("wOF2"[:0] + font, base64.b64encode(b"XXXX" * 40 + bytes(range(200))).decode())
    )
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200)) + b"tEXtAuthor\0li@acme.cn").decode()
    assert kinds(f'<img src="data:image/png;base64,{picture}">') == ["e-mail"]


def test_a_known_fingerprint_is_exempt_and_another_is_not(kinds):
    one, other = sha256(b"a").hexdigest(), sha256(b"b").hexdigest()
    assert kinds(f'{{"a": "{one}", "b": "{other}"}}', "manifest.json", known=[one]) == ["secret"]


def test_a_canary_is_found_however_it_is_parted(kinds):
    detectors = (("canary", Canaries(["BETA-CANARY-93517", "张三丰的奖金"])), *ALWAYS)
    for text in ("beta canary 93517", "BETA&#45;CANARY<b>-93517</b>", "张三丰 的奖金", "x.BETACANARY93517.y"):
        assert kinds(f"<p>{text}</p>", detectors=detectors) == ["canary"], text
    assert kinds("<p>x</p>", "BETA-CANARY-93517.html", detectors) == ["canary"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("辞退王芳", 1), ("建议王芳调岗", 1), ("去年王芳最低", 1), ("LAN ZHOU", 1), ("zhou.lan", 1), ("阿依•古丽", 1), ("阿依古丽", 1),
        ("由王芳负责", 1), ("王芳", 1), ("员工王芳的奖金", 1), ("王 芳", 1), ("王芳华店", 0), ("王芳菲", 0), ("高峰期客流", 0),
        ("欧阳静怡最高", 1), ("Zhou Lan earns", 1), ("Zhou Lane", 0), ("will rise in May", 0), ("工号00017", 1), ("2000178", 0),
        ("李经理", 0),
    ],
)  # fmt: skip
def test_a_name_counts_as_a_whole_word_only(text, found):
    names = Names(
        ["王芳", "欧阳静怡", "阿依·古丽", "Zhou Lan", "00017", "高峰", "May", "will"],
        ["王芳华店", "李经理"],
        "高峰期 it will rise",
    )
    assert len([*names(text)]) == found


def test_a_refusal_names_every_place_and_tells_nothing():
    leaks = [
        Leak("client/page.html", "line 3, text of <p>", "phone", "1•••0 (11 characters)"),
        Leak("b", "c", "name", "王• (2)"),
    ]
    with pytest.raises(
        LeakError, match=r"2 places tell(.|\n)*client/page.html, line 3, text of <p>: phone 1•••0(.|\n)*王•"
    ) as told:
        refuse_leaks(leaks)
    assert told.value.exit_code == 1
    refuse_leaks([])


@pytest.mark.parametrize(
    "split",
    [
        "<td>BETA-CANARY</td><td>93517</td>",
        "<p>BETA</p><p>-CANARY-93517</p>",
        "<text>BETA-CAN</text><text>ARY-93517</text>",
    ],
)
def test_a_canary_over_two_cells_or_blocks_is_found_and_a_short_one_by_chance_is_not(split):
    passages = passages_of("page.html", split.encode())
    (leak,) = across("page.html", passages, ["beta-canary-93517"])
    assert (leak.kind, leak.place) == ("canary", "over several blocks")
    assert "CANARY" not in leak.excerpt
    assert across("page.html", passages, ["gamma-canary-93517"]) == []
