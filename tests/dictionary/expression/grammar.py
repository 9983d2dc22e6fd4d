"""Random trees of the expression language, for property tests and for the soak."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

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

NUMBERS, TEXTS, DAYS, FLAGS = ("a", "b", "k"), ("s", "订单 类型"), ("d", "m"), ("f",)
WORDS = ("x", "y", "O'Brien", "华东", "--", "a;b")
DAY_TEXTS = ("2024-12-30", "2025-03-09", "2027-01-01", "2025-03-09 17:30:00")
AMOUNTS = (0, 1, 2, 3, -1, -7, 20, 0.5, -2.25, 1e3, 12.0)
RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
PARTS = ("year", "quarter", "month", "week", "day", "weekday")
OF_NUMBERS = ("sum", "mean", "min", "max", "median")


class Grammar:
    """Draws trees, each deeper part from a smaller depth."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def one(self, *makers: Callable[[], Node]) -> Node:
        """What one of the makers makes."""
        return self.random.choice(makers)()

    def pick(self, options):
        """One of the options."""
        return self.random.choice(options)

    def several(self, make: Callable[[], Node], least: int = 1, most: int = 3) -> tuple[Node, ...]:
        """A few of what a maker makes."""
        return tuple(make() for _ in range(self.random.randint(least, most)))

    def amount(self) -> Literal:
        return Literal(self.pick(AMOUNTS))

    def number(self, depth: int) -> Node:
        """Number of single facts."""
        leaf = [lambda: Column(self.pick(NUMBERS)), lambda: Column(self.pick(NUMBERS)), self.amount]
        if depth <= 0:
            return self.one(*leaf)

        def below() -> Node:
            return self.number(depth - 1)

        return self.one(
            *leaf,
            lambda: Arithmetic(self.pick("+-*/"), below(), below()),
            lambda: Call("abs", (below(),)),
            lambda: Call("nullif", (below(), below())),
            lambda: Call("coalesce", self.several(below)),
            lambda: Call(self.pick(PARTS), (self.day(depth - 1),)),
            lambda: Call("days_between", (self.day(depth - 1), self.day(depth - 1))),
            lambda: Call("hour", (Column("m"),)),
            lambda: self.case(depth - 1, below),
        )

    def case(self, depth: int, value: Callable[[], Node]) -> Node:
        """Case with one or two branches, some without ``else``."""
        branches = tuple((self.condition(depth), value()) for _ in range(self.random.randint(1, 2)))
        return Case(branches, self.one(value, lambda: Literal(None)))

    def day(self, depth: int) -> Node:
        """Day or moment."""
        if depth <= 0:
            return Column(self.pick(DAYS))
        made = tuple(Literal(self.random.randint(*each)) for each in ((2020, 2030), (1, 12), (1, 28)))
        return self.one(
            lambda: Column(self.pick(DAYS)),
            lambda: Call("date", (self.day(depth - 1),)),
            lambda: Call("make_date", made),
        )

    def named_day(self, depth: int) -> Node:
        """Day, written as text or computed."""
        return self.one(lambda: Literal(self.pick(DAY_TEXTS)), lambda: self.day(depth))

    def text(self) -> Node:
        """Text."""

        def leaf() -> Node:
            return self.one(lambda: Column(self.pick(TEXTS)), lambda: Literal(self.pick(WORDS)))

        return self.one(leaf, lambda: Call("nullif", (leaf(), leaf())), lambda: Call("coalesce", self.several(leaf)))

    def condition(self, depth: int) -> Node:
        """Condition on single facts."""
        below = max(depth - 1, 0)

        def number() -> Node:
            return self.number(below)

        def words() -> Literal:
            return Literal(self.pick(WORDS))

        simple = [
            lambda: Comparison(self.pick(RELATIONS), number(), number()),
            lambda: Comparison(self.pick(("=", "!=")), self.text(), self.text()),
            lambda: Comparison(self.pick(RELATIONS), self.day(below), self.named_day(below)),
            lambda: In(number(), self.several(self.amount)),
            lambda: In(self.text(), self.several(words)),
            lambda: Between(number(), number(), number()),
            lambda: Between(self.day(below), self.named_day(below), self.named_day(below)),
            lambda: IsNull(self.one(number, self.text, lambda: self.day(below))),
            lambda: Column(self.pick(FLAGS)),
            lambda: Literal(self.pick((True, False))),
        ]
        if depth <= 0:
            return self.one(*simple)
        return self.one(
            *simple,
            lambda: Logic("not", (self.condition(depth - 1),)),
            lambda: self.joined("and", depth),
            lambda: self.joined("or", depth),
        )

    def joined(self, operator: str, depth: int) -> Node:
        """Conditions joined; a chain of one operator is one node, as the parser reads it."""
        flat: list[Node] = []
        for each in self.several(lambda: self.condition(depth - 1), 2):
            flat.extend(each.operands if isinstance(each, Logic) and each.operator == operator else (each,))
        return Logic(operator, tuple(flat))

    def aggregate(self, depth: int) -> Node:
        """One aggregate over something that names a column."""
        return self.one(
            lambda: Aggregate("count"),
            lambda: Aggregate(self.pick(OF_NUMBERS), self.named(lambda: self.number(depth))),
            lambda: Aggregate(self.pick(("count", "count_distinct")), self.named(lambda: self.value(depth))),
            lambda: Aggregate("count_if", self.named(lambda: self.condition(depth))),
            lambda: Aggregate("quantile", self.named(lambda: self.number(depth)), self.pick((0.0, 0.1, 0.5, 1.0))),
        )

    def value(self, depth: int) -> Node:
        """Number, text or day."""
        return self.one(lambda: self.number(depth), self.text, lambda: self.day(1))

    def named(self, make: Callable[[], Node]) -> Node:
        """What a maker makes, once it names a column."""
        while True:
            node = make()
            if any(isinstance(each, Column) for each in node.walk()):
                return node

    def measure(self, depth: int) -> Node:
        """Number made of aggregates."""

        def leaf() -> Node:
            return self.aggregate(depth)

        def joined() -> Node:
            return Arithmetic(self.pick("+-*/"), leaf(), self.one(leaf, self.amount))

        return self.one(leaf, leaf, joined, lambda: Call("abs", (joined(),)))


def measures(depth: int) -> st.SearchStrategy[Node]:
    """Measures for property tests."""
    return st.randoms(use_true_random=False).map(lambda random: Grammar(random).measure(depth))


def conditions(depth: int) -> st.SearchStrategy[Node]:
    """Filters for property tests."""
    return st.randoms(use_true_random=False).map(lambda random: Grammar(random).condition(depth))
