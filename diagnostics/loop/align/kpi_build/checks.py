"""Which findings check which of the six steps 「各步的检查」."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.model.kpi_build import BuildStepId

# A code stands at the step that can mend it; what is in no list (charter, signatures) is told beside them.
CODES: Mapping[BuildStepId, tuple[str, ...]] = {
    # Every goal has a KPI and every KPI a goal; key results can be measured; the views of the scorecard are there.
    "strategy": ("PD108", "PD109", "PD114", "PD120", "PD163", "PD164", "PD174"),
    # What departments are given adds up, and they can measure and move it.
    "department": (
        "PD105", "PD106", "PD107", "PD118", "PD119", "PD122", "PD123", "PD124", "PD125", "PD126", "PD127",
        "PD161", "PD162", "PD165", "PD215", "PD216",
    ),
    # Few KPIs a role, results and processes as the role wants, somebody who holds the card, people who cover the unit.
    "person": ("PD102", "PD112", "PD115", "PD128", "PD129", "PD130", "PD142", "PD143", "PD145", "PD146", "PD160"),
    # Three tiers in order, with a ground, within history, with a period, and scored by a rule that fits.
    "target": ("PD110", "PD111", "PD113", "PD116", "PD121", "PD170", "PD171", "PD172", "PD176", "PD224"),
    # Weights sum up, core KPIs lead, support stays small, nothing is spread evenly.
    "weight": ("PD101", "PD103", "PD104", "PD140", "PD141", "PD148"),
    # Tracked, scored and summed up as the work goes.
    "period": ("PD144", "PD147", "PD150", "PD173"),
}  # fmt: skip
# Targets that the units below do not add up to belong to people where the parts are people, else to departments.
HANDED_DOWN = "PD160"
