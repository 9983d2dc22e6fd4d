"""Rules of early warnings against the KPIs they name 「预警规则校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown
from diagnostics.model.warning_rule import WarningRule


def warning_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Rules about KPIs that don't exist, told twice, or that watch a base nobody set 「预警规则校验」."""
    document, seen = files.settings_file, set()
    for index, each in enumerate(files.settings.warnings):
        at = ("warnings", index)
        if each.kpi and each.kpi not in files.by_id:
            yield unknown("KPI", each.kpi, files.by_id, f"{error_place(document, (*at, 'kpi'))} of a warning rule")
            continue
        about = f"KPI {each.kpi!r}" if each.kpi else "all KPIs"
        if (each.rule, each.kpi) in seen:
            yield InputError(f"Rule {each.rule!r} of {about} stands twice ({error_place(document, at)}); one is kept.")
        seen.add((each.rule, each.kpi))
        if each.kpi and _lacks_tier(files, each):
            yield InputError(
                f"Rule 'misses' of KPI {each.kpi!r} ({error_place(document, at)}) watches its {each.tier}, but no"
                f" scorecard gives it one; write a {each.tier} there, or leave the rule out."
            )


def _lacks_tier(files: EngagementFiles, rule: WarningRule) -> bool:
    """Whether the rule counts misses of a tier that the KPI has on no scorecard."""
    if rule.rule != "misses" or not rule.on:
        return False
    items = [each for card in files.scorecards for each in card.items if each.kpi == rule.kpi]
    return not any(each.targets is not None and getattr(each.targets, rule.tier) is not None for each in items)
