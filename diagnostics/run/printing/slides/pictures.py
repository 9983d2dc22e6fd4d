"""Figures of a page as PNG, drawn by Chromium 「图转图片」."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence

from diagnostics.data.temporary import temporary_folder
from diagnostics.look.fonts import font_face
from diagnostics.run.printing.chromium import opened_browser
from diagnostics.run.svg_guard import guarded

# Pixels to one of the figure: sharp on a large screen.
_SCALE, _WIDTH, _HEIGHT = 2.0, 1000, 900
_STYLE = "p{margin:0;padding:4px;width:fit-content}svg{display:block;width:720px;height:auto}"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


def drawn(figures: Sequence[str]) -> dict[str, bytes]:
    """Picture of each figure, by its SVG 「绘制图片」.

    Raises
    ------
    InputError
        When a figure holds what a page may not bear.
    SurroundingsError
        When there is no Chromium, or it fails.
    """
    from html import unescape

    plates = [str(guarded(each, f"s{number}")) for number, each in enumerate(figures)]
    body = "".join(f'<p id="plate{number}">{each}</p>' for number, each in enumerate(plates))
    style = font_face(unescape(body)) + _STYLE
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    found: dict[str, bytes] = {}
    with temporary_folder("slides") as folder, opened_browser() as browser:
        page = folder / "figures.html"
        page.write_text(f"<!DOCTYPE html>{head}<style>{style}</style>{body}", encoding="utf-8", newline="\n")
        browser.open(page, _WIDTH, _HEIGHT, _SCALE)
        for number, svg in enumerate(figures):
            told = browser.value(
                f"(() => {{ const box = document.getElementById('plate{number}').getBoundingClientRect();"
                " return [box.left + scrollX, box.top + scrollY, Math.ceil(box.width), Math.ceil(box.height)]; })()"
            )
            clip = dict(zip(("x", "y", "width", "height"), told, strict=True)) | {"scale": 1}
            shot = browser.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
            found[svg] = b64decode(shot["data"])
        browser.close()
    return found
