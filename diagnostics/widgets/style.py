"""How the panels look, with the letters they need 「面板样式与字体」."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from diagnostics.look.fonts import font_face, lacking
from diagnostics.terms import LANGUAGES, Language, known_ids
from diagnostics.terms.say import text_of

if TYPE_CHECKING:
    from diagnostics.widgets.desk import Desk

_ROOM = "diagnostics.widgets"
_LATIN = "".join(chr(each) for each in range(0x20, 0x7F)) + "−–—…·×÷%，。：；？！（）“”《》、"


def style(desk: Desk, language: Language) -> Any:
    """Style sheet of the panels, their Chinese letters within it: no machine needs a font, no server is asked 「样式」.

    Parameters
    ----------
    desk : Desk
        Whose names the panels show.
    """
    import ipywidgets

    text = words_of(desk, language)
    absent = set(lacking(text))
    face = font_face("".join(each for each in text if each not in absent))
    sheet = files(_ROOM).joinpath("lab.css").read_text(encoding="utf-8")
    return ipywidgets.HTML(f"<style>{face}{sheet}</style>", layout=ipywidgets.Layout(display="none"))


def words_of(desk: Desk, language: Language) -> str:
    """All letters that the panels may show: those of their own words and of the client's names 「所需字符」."""
    return "".join(sorted(set("".join(_words(desk, language)))))


def _words(desk: Desk, language: Language) -> Iterator[str]:
    yield _LATIN
    # Names may be given in the other language alone.
    for each in LANGUAGES:
        yield from (name.name.say(each) for name in desk.engagement.kpis.values())
        yield from (scenario.title.say(each) for scenario in desk.scenarios.values())
    yield from (each.label for each in desk.engagement.entities)
    rooms = ("lab.", "number.", "unit.", "scale.", "pay.", "status.", "period.", "proposals.sight.")
    yield from (text_of(key, language) for key in sorted(known_ids(language)) if key.startswith(rooms))


def naming_script() -> str:
    """Script that gives sliders their accessible names 「控件命名脚本」."""
    return files(_ROOM).joinpath("names.js").read_text(encoding="utf-8")
