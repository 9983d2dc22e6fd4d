"""How many KPIs a pay plan should have, by both rules 「指标数量的两种说法」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.model.finding import Finding
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

CODE = "PI120"
# The article on pay plans says 6 to 8, those on roles say 3 to 5: both are told, and which of them is met.
PAY, ROLE = range(6, 9), range(3, 6)


def plan_findings(key: str, plan: PayPlan) -> Iterator[Finding]:
    """What is odd about the number of a plan's KPIs; one without variable pay has none to count 「指标数量」."""
    count = len(plan.items)
    if not count or count in PAY:
        return
    variant = "role" if count in ROLE else "both"

    def message(language: Language) -> str:
        verdict = say(f"pay.finding.{CODE}.{variant}", language)
        name = plan.name.say(language) or key
        return say(f"pay.finding.{CODE}.message", language, plan=name, count=count, verdict=verdict)

    remedy = Text(zh=say(f"pay.finding.{CODE}.remedy", "zh"), en=say(f"pay.finding.{CODE}.remedy", "en"))
    told = Text(zh=message("zh"), en=message("en"))
    yield Finding(CODE, "tip" if variant == "role" else "warning", f"scenario {key!r}", told, remedy, key, variant)
