import re
from base64 import b64encode
from hashlib import sha256

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from diagnostics.errors import InputError
from diagnostics.look.page import MIME, Callout, FigurePart, Headline, Page, Paragraph, Section, Verdict
from diagnostics.run.exporter import page_of, parted_value, render, whole_figures
from diagnostics.run.page_exporter import PageExporter

SVG = '<svg viewBox="0 0 2 1"><defs><path id="a" d="M 0 0"/></defs><use href="#a"/><text>营收</text></svg>'
FIGURE = FigurePart(svg=SVG, alt="营收上升")


def small(**more):
    section = Section(id="one", title="第一节", parts=(Paragraph(text="正文"), FIGURE, FIGURE))
    return Page(**{"language": "zh", "title": "结论在前", "sections": (section,), **more})


def emits(page):
    record = page.record() if isinstance(page, Page) else page
    return new_code_cell(source="page", outputs=[new_output("display_data", data={MIME: record})])


def test_only_the_page_of_a_notebook_enters_the_page():
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# CANARY-markdown <script>1</script>"),
            new_code_cell(
                source="print('CANARY-source')",
                outputs=[
                    new_output("stream", text="CANARY-stream"),
                    new_output("display_data", data={"text/html": "<b>CANARY-html</b>", "text/plain": "CANARY-text"}),
                ],
            ),
            emits(small()),
        ],
        metadata={"papermill": {"parameters": {"engagement": "/CANARY/path"}}},
    )
    html, resources = PageExporter().from_notebook_node(notebook)
    assert "CANARY" not in html
    assert "结论在前" in html
    assert resources["output_extension"] == ".html"


def test_a_page_survives_the_notebook_on_disk(tmp_path):
    path = tmp_path / "close.ipynb"
    nbformat.write(new_notebook(cells=[emits(small())]), path)
    assert page_of(nbformat.read(path, as_version=4)) == small()
    html, _ = PageExporter().from_filename(str(path))
    assert html == render(small())


@pytest.mark.parametrize("count", [0, 2])
def test_a_notebook_with_another_number_of_pages_is_refused(count):
    notebook = new_notebook(cells=[emits(small()) for _ in range(count)])
    with pytest.raises(InputError, match=f"has {count} outputs of {re.escape(MIME)}, must have exactly one"):
        PageExporter().from_notebook_node(notebook)


def test_two_pages_in_one_cell_are_refused_too():
    cell = emits(small())
    cell.outputs *= 2
    with pytest.raises(InputError, match="has 2 outputs"):
        page_of(new_notebook(cells=[cell]))


def test_a_notebook_with_a_failed_cell_gives_no_page():
    failed = new_code_cell(outputs=[new_output("error", ename="KeyError", evalue="secret", traceback=["secret"])])
    with pytest.raises(InputError, match="Cell 2 of the notebook failed; there is no page") as told:
        page_of(new_notebook(cells=[emits(small()), failed]))
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("state", ["pending", "running", "failed"])
def test_a_notebook_that_did_not_run_to_its_end_gives_no_page(state):
    cell = emits(small())
    cell.metadata["papermill"] = {"status": state}
    with pytest.raises(InputError, match="Cell 1 of the notebook"):
        page_of(new_notebook(cells=[cell]))


def test_a_page_of_a_newer_version_is_refused():
    record = {**small().record(), "schema": {"name": "perfloop.page", "version": 9}}
    with pytest.raises(InputError, match="schema version 9"):
        page_of(new_notebook(cells=[emits(record)]))


def test_a_figure_of_another_hand_is_refused():
    evil = FigurePart(svg="<svg onload='x'/>", alt="x")
    with pytest.raises(InputError, match="Figure 'w1' holds the attribute 'onload'"):
        render(small(sections=(Section(id="a", title="t", parts=(evil,)),)))


def test_the_narrow_drawing_is_checked_as_the_wide_one():
    evil = FigurePart(svg=SVG, narrow="<svg><script/></svg>", alt="x")
    with pytest.raises(InputError, match="Figure 'n3' holds the element <script>"):
        render(small(appendix=(Section(id="a", title="t", parts=(evil,)),)))


def test_ids_are_unique_though_one_figure_stands_twice():
    ids = re.findall(r' id="([^"]+)"', render(small()))
    assert len(ids) == len(set(ids))


def test_the_policy_forbids_everything_but_this_style_sheet():
    html = render(small())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_page_holds_no_script_no_inline_style_and_no_address():
    html = render(small())
    assert "<script" not in html
    assert " style=" not in html
    assert "http://" not in html
    assert "https://" not in html
    assert not re.search(r"\son\w+=", html)


def test_the_same_page_gives_the_same_bytes():
    assert render(small()) == render(Page(**small().model_dump()))


def test_the_language_is_told():
    assert '<html lang="zh-CN">' in render(small())
    assert '<html lang="en">' in render(small(language="en"))


def test_simulated_figures_are_marked():
    assert "演示数据" in render(small(synthetic=True))
    assert "演示数据" not in render(small())


def test_every_text_is_escaped():
    evil = "<img src=x onerror=1>\"'&"
    page = small(
        title=evil,
        client=evil,
        lead=(evil,),
        headlines=(Headline(label=evil, value=evil, note=evil),),
        footer=(evil,),
        sections=(
            Section(
                id="a", title=evil, lead=evil,
                parts=(Callout(title=evil, text=evil), FigurePart(svg=SVG, alt=evil, caption=evil), Verdict(title=evil, status="worked", text=evil)),
            ),
        ),
    )  # fmt: skip
    html = render(page)
    assert "<img" not in html
    assert 'onerror=1>"' not in html


def test_no_template_switches_escaping_off():
    from diagnostics.run.assets import asset
    from diagnostics.run.exporter import TEMPLATE

    for path in asset(TEMPLATE).glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert "safe" not in text
        assert "autoescape" not in text


def test_the_tab_bears_plain_words_alone():
    assert "<title>绩效改进复盘 · 2025年6月</title>" in render(small(subtitle="绩效改进复盘", period="2025年6月"))
    assert "<title>绩效改进复盘</title>" in render(small(subtitle="<b>|HIT:1", period="'x'"))


@pytest.mark.parametrize(
    ("value", "parted"),
    [
        ("142.6 万元", ("142.6", "万元")), ("+14.9 万元", ("+14.9", "万元")), ("−2.8 个百分点", ("−2.8", "个百分点")),
        ("31.2%", ("31.2", "%")), ("¥1.43M", ("¥1.43M", "")), ("−HK$1,200", ("−HK$1,200", "")), ("12 天", ("12", "天")),
        ("–", ("", "–")), ("2025年12月", ("", "2025年12月")), ("Q3 2025", ("", "Q3 2025")),
        ("3 项中 1 项有效", ("", "3 项中 1 项有效")), ("CHF 1.46M", ("CHF 1.46M", "")), ("尚不能判断", ("", "尚不能判断")),
    ],
)  # fmt: skip
def test_a_value_parts_into_figure_and_unit(value, parted):
    assert parted_value(value) == parted


def test_a_figure_keeps_its_unit_on_the_line():
    assert whole_figures("<少 14.2 万元>") == '&lt;少 <span class="figure">14.2 万元</span>&gt;'
    assert whole_figures("少 &#39; 5%") == '少 &amp;#39; <span class="figure">5%</span>'


def test_a_template_is_compiled_once_for_all_pages_of_a_process(monkeypatch):
    from jinja2 import Environment

    from diagnostics.run import exporter

    exporter._environment.cache_clear()
    compiled = []
    whole = Environment.compile
    monkeypatch.setattr(
        Environment, "compile", lambda self, *args, **kw: compiled.append(1) or whole(self, *args, **kw)
    )
    monkeypatch.setattr(exporter, "font_face", lambda text: "")
    first = render(small())
    once = len(compiled)
    assert (render(small()), len(compiled)) == (first, once)
    assert once
