"""What has been looked for in a source's facts already, and what waits for a scan that tells it anyway 「事实检查」."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.data.engine.hidden_totals import refuse_hidden_totals
from diagnostics.data.engine.padded_names import padded_columns, without_padding
from diagnostics.data.engine.share_columns import refuse_mixed_shares
from diagnostics.data.engine.untold_rows import refuse_untold_rows

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts


@dataclass(eq=False)
class Looks:
    """What has been looked for in the facts of each source 「检查进度」.

    Parameters
    ----------
    padded : dict of str
        Column whose names may still stand between blanks, by source.
    totals : dict of date
        First day up to which no entity is the sum of others, by source; the last day there is, for all facts.
    """

    padded: dict[str, str] = field(default_factory=dict)
    totals: dict[str, date] = field(default_factory=dict)

    def first(self, engine: Engine, facts: Facts, later: str | None) -> Facts:
        """Facts once what no scan tells has been looked for 「读取时的检查」.

        Parameters
        ----------
        later : str, optional
            Column whose names wait.
        """
        names = padded_columns(engine, facts)
        facts = without_padding(engine, facts, [each for each in names if each != later])
        refuse_untold_rows(engine, facts)
        refuse_mixed_shares(engine, facts)
        if later in names and later is not None:
            self.padded[facts.source] = later
        return facts

    def bare(self, engine: Engine, facts: Facts) -> Facts:
        """Facts whose names all stand without blanks 「名称去空格」."""
        if facts.source in self.padded:
            facts = without_padding(engine, facts, [self.padded[facts.source]])
            del self.padded[facts.source]
        return facts

    def refuse_totals(self, engine: Engine, facts: Facts) -> None:
        """Refuse facts among whose entities one is the sum of others', unless a scan has looked 「拒绝隐藏合计」."""
        if facts.source not in self.totals:
            refuse_hidden_totals(engine, facts)
            self.totals[facts.source] = date.max
