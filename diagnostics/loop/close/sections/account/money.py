"""How sums of money are told in the sections on what measures cost and brought 「金额的写法」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show, show_between, show_change
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording


@dataclass(frozen=True, eq=False)
class Money:
    """How sums of money are told in one language and currency 「金额的写法」."""

    wording: Wording
    currency: str

    def say(self, term: str, **values: object) -> str:
        """Term of the room 「取文案」."""
        return say(f"account.returns.{term}", self.wording.language, **values)

    def show(self, value: float | None) -> str:
        """Sum 「金额」."""
        return show(value, "money", self.wording.language, currency=self.currency)

    def change(self, value: float | None) -> str:
        """Sum with its sign 「增减额」."""
        return show_change(value, "money", self.wording.language, currency=self.currency)

    def between(self, low: float, high: float) -> str:
        """Interval of a sum 「金额区间」."""
        return show_between(low, high, "money", self.wording.language, currency=self.currency)

    def net(self, figures: Record) -> str:
        """What each unit of money brought beyond itself, with its interval 「每投入一元净得」."""
        amount, low, high = (round(float(figures[name]), 2) for name in ("amount", "low", "high"))
        # A plan states one figure; 0.5 and not 0.50.
        told = [f"{each:,g}".replace("-", "\u2212") for each in (amount, low, high)]
        return told[0] if low == high else self.say("net", amount=told[0], low=told[1], high=told[2])

    def titles(self, account: Record) -> str:
        """Titles of the measures of an account 「措施名」."""
        return self.wording.say("list.separator").join(self.wording.words(each) for each in account["titles"])

    def dimension(self, key: str) -> str:
        """Dimension as readers know it 「维度名」."""
        return self.say(f"dimension.{key}")
