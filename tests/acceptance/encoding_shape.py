"""Files in every encoding and of doubtful shape: decoded rightly and recorded, or refused with file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest

from diagnostics.errors import InputError
from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import FILES, Workbench

# A table of the engagement, Chinese in one column that names something.
TABLE = "date,unit,revenue,channel\n2025-06-03,north,140,网店\n2025-06-04,south,110,门店销售\n"
REFUSED = re.compile(r"^[\w.]+\.(csv|xlsx)(:\d+| \(.*\)|.* row \d+| is empty)|has a header but no fact")


def check(payload: Payload, workbench: Workbench) -> None:
    """The file itself as the payload says, then a table of the engagement written in the same manner."""
    if "xlsx" in payload.recipe:
        merged_header(workbench)
        return
    for raw, right in [(_bytes(payload.recipe), None), *manner(payload.recipe)]:
        workbench.write("data/sales.csv", raw)
        workbench.settle()
        read_or_refused(workbench, raw, right)
        workbench.untouched()
        assert workbench.perfloop("check", workbench.client).code in {0, 1, 2}


def read_or_refused(workbench: Workbench, raw: bytes, right: str | None) -> None:
    """Either refused with file and place, or every cell is what the file's encoding makes it."""
    import diagnostics as dx
    from diagnostics.data.engine import open_engine

    with open_engine(dx.open_engagement(workbench.client)) as engine:
        try:
            facts = engine.facts("sales")
            frame = engine.frame(facts.table)
        except InputError as error:
            refusal: InputError | None = error
        else:
            refusal = None
        conversions = list(engine.conversions)
    if refusal is not None:
        assert refusal.exit_code == 2
        assert REFUSED.search(str(refusal)), str(refusal)
        assert right is None, f"refused: {refusal}"
        return
    shown = [*map(str, frame.columns), *(str(each) for column in frame for each in frame[column])]
    assert not any(re.search("[\ufffd\x80-\x9f\ue000-\uf8ff]|锟斤拷", each) for each in shown), shown
    named = [each.examples[0].written for each in conversions if each.kind == "encoding"]
    if raw.startswith(b"\xef\xbb\xbf") or not named:
        raw.decode("utf-8-sig")
    else:
        text = raw.decode(named[0]).removeprefix("\ufeff")
        assert all(each in text for each in shown if not each.replace(".", "").isdigit() and "-" not in each), shown
    if right is not None:
        assert set(frame["channel"]) == {"网店", "门店销售"}
        assert frame["revenue"].sum() == 250


def manner(recipe: str) -> list[tuple[bytes, str | None]]:
    """The engagement's own table in the encoding of a recipe, or with its kind of line ends."""
    found = re.search(r"'([\w-]+)'\)$", recipe)
    if recipe.startswith("encode(") and found:
        right = TABLE if found[1] in {"gb18030", "gbk", "utf-16", "utf-16-be", "utf-16-le", "utf-8-sig"} else None
        try:
            return [(TABLE.encode(found[1]), right)]
        except UnicodeEncodeError:
            return []
    if r"\r" in recipe and r"\n" not in recipe:
        return [(TABLE.replace("\n", "\r").encode(), TABLE)]
    return []


def _bytes(recipe: str) -> bytes:
    """Content of the file that a recipe describes; one that nobody has described fails."""
    for form, make in _FORMS.items():
        found = re.fullmatch(form, recipe, re.DOTALL)
        if found:
            return make(*found.groups())
    raise NotImplementedError(f"recipe {recipe!r}: say in tests/acceptance/encoding_shape.py how to make it")


def _said(text: str) -> str:
    return text.replace(r"\n", "\n").replace(r"\r", "\r").replace(r"\t", "\t")


_FORMS: dict[str, Callable[..., bytes]] = {
    r"encode\(csv,'(.*)'\)": TABLE.encode,
    r"encode\('(.*)','(.*)'\)": lambda text, encoding: _said(text).encode(encoding),
    r"utf8 line \+ gbk line": lambda: "渠道,a\n".encode() + "网店,1\n".encode("gbk"),
    r"gbk line \+ utf8 line": lambda: "渠道,a\n".encode("gbk") + "网店,1\n".encode(),
    r"mojibake '(.*)'": lambda text: f"unit,a\n{text},1\n".encode(),
    r"((?:\\x[0-9a-f]{2}|\w)+)": lambda text: ast.literal_eval(f"b'{text}'"),
    r"(b'.*')": ast.literal_eval,
    r"([\w\",;|.\\ ]+)": lambda text: _said(text).encode(),
}


def merged_header(workbench: Workbench) -> None:
    """Two header rows, merged: with a layout the names are joined, without one the file is refused with the place."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["date", "unit", "money", None], [None, None, "revenue", "cost"], ["2025-06-03", "north", 140, 90]):
        sheet.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    (workbench.client / "data").mkdir(exist_ok=True)
    book.save(workbench.client / "data" / "sales.xlsx")
    source = "sales: {file: sales.xlsx, time: date, entity: unit, owner: li}"
    text = FILES["engagement.yaml"].replace("sales: {file: sales.csv, time: date, entity: unit, owner: li}", source)
    workbench.write("engagement.yaml", text)
    with pytest.raises(InputError, match=r"sales\.xlsx.*(row [12]|[A-D][12])"):
        workbench.observe()
    workbench.write("engagement.yaml", text.replace("owner: li}", "owner: li, layout: {header_rows: 2}}"))
    workbench.kpi(measure='sum("money/revenue")')
    table = workbench.observe(levels=["store"]).table
    assert table["value"].tolist() == [140]
