import re

import pytest

from diagnostics.errors import InputError
from diagnostics.run.svg_guard import guarded

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">'


def figure(inner):
    return f"{START}{inner}</svg>"


def test_a_figure_is_written_anew_with_ids_of_its_own():
    inner = '<defs><path id="m" d="M 0 0 L 1 1"/></defs><use xlink:href="#m" fill="url(#m)" clip-path="url(#m)"/>'
    assert guarded(figure(inner), "w1") == (
        '<svg viewBox="0 0 1 1"><defs><path id="w1-1" d="M 0 0 L 1 1"/></defs>'
        '<use href="#w1-1" fill="url(#w1-1)" clip-path="url(#w1-1)"/></svg>'
    )


def test_text_is_escaped_as_it_was():
    assert "&lt;b&gt;店&lt;/b&gt; &amp;" in guarded(figure("<text>&lt;b&gt;店&lt;/b&gt; &amp;</text>"), "w1")


@pytest.mark.parametrize(
    "inner",
    [
        "<script>1</script>",
        "<style>*{}</style>",
        "<foreignObject><p/></foreignObject>",
        '<a href="#x"><text>x</text></a>',
        "<animate/>",
        "<set/>",
        "<title>x</title>",
        "<desc>x</desc>",
        "<metadata/>",
        "<filter/>",
        "<iframe/>",
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        '<path xmlns="http://evil.invalid/" d="M 0 0"/>',
    ],
)
def test_an_element_that_is_not_on_the_list_is_refused(inner):
    with pytest.raises(InputError, match="Figure 'w1' holds the element"):
        guarded(figure(inner), "w1")


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="x"', 'onclick="x"', 'style="fill:red"', 'class="a"', 'tabindex="0"', 'xlink:title="x"',
        'src="x"', 'xml:base="http://evil.invalid/"', 'filter="url(#a)"', 'mask="url(#a)"',
    ],
)  # fmt: skip
def test_an_attribute_that_is_not_on_the_list_is_refused(attribute):
    with pytest.raises(InputError, match="holds the attribute"):
        guarded(figure(f"<path {attribute}/>"), "w1")


@pytest.mark.parametrize(
    "inner",
    [
        '<use href="https://evil.invalid/x.svg#a"/>',
        '<use href="//evil.invalid#a"/>',
        '<use href="javascript:alert(1)"/>',
        '<use href="data:image/svg+xml;base64,AA=="/>',
        '<path href="#a"/>',
        '<image href="https://evil.invalid/x.png"/>',
        '<image href="data:image/svg+xml;base64,AA=="/>',
        '<image href="data:text/html;base64,AA=="/>',
        '<path fill="url(https://evil.invalid/x)"/>',
        '<path fill="URL(//evil.invalid)"/>',
        '<path clip-path="url(&quot;#a&quot;)"/>',
        '<path d="url(#a)"/>',
        '<path transform="javascript:1"/>',
        '<path fill="red;background:url(x)"/>',
        '<path id="a b"/>',
        '<path id="&lt;x"/>',
    ],
)
def test_a_value_that_could_lead_out_is_refused(inner):
    with pytest.raises(InputError, match="Figure 'w1' holds "):
        guarded(figure(inner), "w1")


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "a declaration"),
        ("<?xml version='1.0'?><svg/>", "an instruction"),
        ("<svg><!-- x --></svg>", "a comment"),
        ("<svg><path></svg>", "is no SVG"),
        ("not markup", "is no SVG"),
        ("<svg>&nbsp;</svg>", "is no SVG"),
        ("<g/>", "begins with <g>"),
        (figure("words"), "text directly in <svg>"),
        (figure("<g/>words"), "text after <g>"),
        (figure('<path id="a"/><path id="a"/>'), "bears the id 'a' twice"),
        (figure('<use href="#gone"/>'), "refers to 'gone', which is not in it"),
        (figure('<path clip-path="url(#gone)"/>'), "refers to 'gone'"),
        ("<svg>" + "<g>" * 40 + "</g>" * 40 + "</svg>", "nested deeper than 24"),
        ("<svg>" + "<g/>" * 20_001 + "</svg>", "20,002 elements"),
        ("<svg>" + " " * 2_000_001 + "</svg>", "2,000,012 characters"),
    ],
)
def test_what_is_no_plain_figure_is_refused(markup, problem):
    with pytest.raises(InputError, match=re.escape(problem)):
        guarded(markup, "w1")


def test_a_picture_within_a_figure_may_stay():
    assert "data:image/png;base64,iVBORw0KGgo=" in guarded(
        figure('<image width="1" height="1" href="data:image/png;base64,iVBORw0KGgo="/>'), "w1"
    )
