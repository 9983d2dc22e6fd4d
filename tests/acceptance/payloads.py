"""The hostile inputs of ../shared/acceptance/payloads.json, and the text that a recipe stands for."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "acceptance" / "payloads.json"


@dataclass(frozen=True)
class Payload:
    """One hostile input: what it is, what the product must do with it, and what it must not do."""

    id: str
    category: str
    surface: str
    kind: str
    variant: str
    input: str
    must: str
    must_not: str

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Payload:
        """Payload of an entry; a field that the file does not give is empty."""
        expected = entry.get("expected", {})
        names = ("id", "category", "surface", "kind", "variant", "input")
        return cls(
            **{each: str(entry.get(each, "")) for each in names},
            must=str(expected.get("must", "")),
            must_not=str(expected.get("must_not", "")),
        )

    @property
    def recipe(self) -> str:
        """What stands behind ``GEN:``; empty where the input is given as it is."""
        return self.input.removeprefix("GEN:").strip() if self.input.startswith("GEN:") else ""

    @cached_property
    def made(self) -> str | bytes:
        """Input as the product gets it: the recipe carried out, else the text itself.

        Raises
        ------
        NotImplementedError
            When nobody has said how to carry the recipe out: an unknown recipe fails, it is not left out.
        """
        written = self.recipe or self.input
        if written.endswith("[expanded]"):
            written = written.removesuffix("[expanded]").strip()
        elif not self.recipe:
            return self.input
        return _carried_out(written)

    @property
    def text(self) -> str:
        """Input as text."""
        made = self.made
        assert isinstance(made, str), f"{self.id} is no text"
        return made


def all_payloads() -> list[Payload]:
    """Every entry of the file; none where the file is not on this machine."""
    if not SHARED.is_file():
        return []
    return [Payload.of(each) for each in json.loads(SHARED.read_text(encoding="utf-8"))]


def _carried_out(recipe: str) -> str | bytes:
    """A recipe is read by its form; nothing is evaluated."""
    tree = ast.parse(recipe, mode="eval").body
    return _made(tree, recipe)


def _made(node: ast.expr, recipe: str) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List):
        return [_made(each, recipe) for each in node.elts]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
        left, right = _made(node.left, recipe), _made(node.right, recipe)
        return left + right if isinstance(node.op, ast.Add) else left * right
    if isinstance(node, ast.Call):
        given = [_made(each, recipe) for each in node.args]
        named = {each.arg: _made(each.value, recipe) for each in node.keywords if each.arg}
        if isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            return _made(node.func.value, recipe).join(*given)
        if isinstance(node.func, ast.Name) and node.func.id in RECIPES:
            return RECIPES[node.func.id](*given, **named)
    raise NotImplementedError(f"recipe {recipe!r}: say in tests/acceptance/payloads.py how to carry it out")


def _merge_bomb(depth: int) -> str:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{at}: &a{at} {{<<: [*a{at - 1}, *a{at - 1}]}}" for at in range(1, depth)]
    return "\n".join(lines)


def _alias_bomb(depth: int, width: int = 10) -> str:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * width)}]" for at in range(1, depth)]
    return "\n".join(lines)


RECIPES: dict[str, Any] = {
    "repeat": lambda text, count: text * count,
    "nest": lambda opening, count, closing="": opening * count + closing * count,
    "nest_open": lambda opening, count: opening * count,
    "encode": lambda text, encoding: text.encode(encoding),
    "yaml_merge_bomb": _merge_bomb,
    "yaml_alias_bomb": _alias_bomb,
    "chr": chr,
}

_NUMBERS = re.compile(r"\d[\d,]*")


def numbers_in(text: str) -> list[int]:
    """Whole numbers that a recipe names, such as the rows of a sheet."""
    return [int(each.replace(",", "")) for each in _NUMBERS.findall(text)]
