"""Measures in words, for people who read no expressions 「算法释义」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.dictionary.expression.nodes import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Comparison,
    In,
    IsNull,
    Literal,
    Logic,
    Node,
)
from diagnostics.dictionary.expression.parse import parse_tree
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.terms import Language, say

# A blank between Chinese and what is not, and none within Chinese.
_CLOSE = re.compile(r"(?<=[\u4e00-\u9fff，、]) (?=[\u4e00-\u9fff])")
_BESIDE = re.compile(r"(?<=[A-Za-z0-9_])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9_])")
_SIGNS = {"*": "×", "/": "÷", "!=": "≠", "<=": "≤", ">=": "≥"}
# How tightly words bind: what binds less than its place needs stands in brackets.
_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SINGLE = range(7)
_RANKS = {"or": _OR, "and": _AND, "not": _NOT, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_Words = tuple[str, int]


def measure_words(text: str, language: Language, labels: Mapping[str, str]) -> str:
    """Expression with its aggregates, conditions and operators in words 「表达式释义」.

    Parameters
    ----------
    text : str
        Measure, formula or filter, sound.
    language : {"zh", "en"}
        Language of the reader.
    labels : mapping
        What readers call columns, values and KPIs.

    Raises
    ------
    InputError
        When it is no expression.

    Examples
    --------
    >>> measure_words("sum(orders) / sum(visits)", "en", {"orders": "Orders"})
    'total of Orders ÷ total of visits'
    >>> measure_words("last(stock) / quantile(sold, 0.9)", "en", {})
    'closing stock (the last figure of each unit, added up) ÷ 90% quantile of sold'
    """
    told, _ = _Teller(language, labels).told(parse_tree(Text(text, "measure")))
    return _CLOSE.sub("", _BESIDE.sub(" ", told))


@dataclass(frozen=True)
class _Teller:
    """Words for the nodes of a tree."""

    language: Language
    labels: Mapping[str, str]

    def say(self, term: str, **values: object) -> str:
        return say(f"dictionary.page.measure.{term}", self.language, **values)

    def told(self, node: Node) -> _Words:
        """Words of a node, and how tightly they bind."""
        if isinstance(node, Column):
            return self.labels.get(node.name, node.name), _SINGLE
        if isinstance(node, Literal):
            return self._literal(node), _SINGLE
        if isinstance(node, Aggregate):
            return self._aggregate(node), _SINGLE
        if isinstance(node, Call):
            return self._call(node), _SINGLE
        if isinstance(node, Arithmetic):
            return self._arithmetic(node)
        if isinstance(node, Logic):
            return self._logic(node)
        if isinstance(node, Case):
            return self._case(node), _OR
        return self._condition(node), _COMPARED

    def inside(self, node: Node, least: int) -> str:
        """Words of a part, in brackets where they bind less than their place needs."""
        told, rank = self.told(node)
        return told if rank >= least else self.say("brackets", what=told)

    def _single(self, node: Node) -> str:
        return self.inside(node, _SINGLE)

    def _literal(self, node: Literal) -> str:
        value = node.value
        if value is None or isinstance(value, bool):
            return self.say({None: "missing", True: "true", False: "false"}[value])
        return self.labels.get(value, value) if isinstance(value, str) else repr(value)

    def _aggregate(self, node: Aggregate) -> str:
        if node.argument is None:
            return self.say("rows")
        if node.function == "count_if":
            return self.say("count_if", what=self.told(node.argument)[0])
        share = "" if node.share is None else f"{node.share:.4%}".rstrip("%").rstrip("0").rstrip(".") + "%"
        return self.say(node.function, what=self._single(node.argument), **({"share": share} if share else {}))

    def _call(self, node: Call) -> str:
        what, *others = (self._single(each) for each in node.arguments)
        if node.function == "coalesce":
            for other in others:
                what = self.say("coalesce", what=what, other=other)
            return what
        if node.function == "nullif":
            return self.say("nullif", what=what, other=others[0])
        if node.function == "make_date":
            return self.say("make_date", year=what, month=others[0], day=others[1])
        if node.function == "days_between":
            return self.say("days_between", first=what, second=others[0])
        return self.say(node.function, what=what)

    def _arithmetic(self, node: Arithmetic) -> _Words:
        rank = _RANKS[node.operator]
        sign = _SIGNS.get(node.operator, node.operator)
        return f"{self.inside(node.left, rank)} {sign} {self.inside(node.right, rank + 1)}", rank

    def _logic(self, node: Logic) -> _Words:
        rank = _RANKS[node.operator]
        if node.operator == "not":
            return self._negated(node.operands[0]), rank
        return self.say(node.operator).join(self.inside(each, rank + 1) for each in node.operands), rank

    def _negated(self, node: Node) -> str:
        if isinstance(node, IsNull):
            return self.say("present", what=self._single(node.operand))
        if isinstance(node, In):
            return self._in(node, "not_in", "≠")
        return self.say("not", what=self.told(node)[0])

    def _in(self, node: In, term: str, sign: str) -> str:
        what = self.inside(node.operand, _SUM)
        if len(node.options) == 1:
            return f"{what} {sign} {self._literal(node.options[0])}"
        return self.say(
            term, what=what, values=self.say("separator").join(self._literal(each) for each in node.options)
        )

    def _condition(self, node: Node) -> str:
        if isinstance(node, In):
            return self._in(node, "in", "=")
        first = self.inside(node.children[0], _SUM)
        if isinstance(node, Comparison):
            return f"{first} {_SIGNS.get(node.relation, node.relation)} {self.inside(node.right, _SUM)}"
        if isinstance(node, Between):
            return self.say("between", what=first, low=self.inside(node.low, _SUM), high=self.inside(node.high, _SUM))
        return self.say("is_null", what=first)

    def _case(self, node: Case) -> str:
        told = [self.say("when", test=self.told(test)[0], value=self.told(value)[0]) for test, value in node.branches]
        if isinstance(node.otherwise, Literal) and node.otherwise.value is None:
            told.append(self.say("otherwise_missing"))
        else:
            told.append(self.say("otherwise", value=self.told(node.otherwise)[0]))
        return self.say("then").join(told)
