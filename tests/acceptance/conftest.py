"""A table of the payloads by category, where any ran."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    """Print how many payloads of each category passed, failed, or are held elsewhere."""
    counts: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            told = dict(getattr(report, "user_properties", ()))
            if "category" in told and (report.when == "call" or outcome == "skipped"):
                key = f"held by {told['held']}" if outcome == "skipped" else outcome
                counts.setdefault(told["category"], Counter())[key] += 1
    if counts:
        terminalreporter.section("payloads")
        for category, found in sorted(counts.items()):
            shown = ", ".join(f"{number} {key}" for key, number in sorted(found.items(), reverse=True))
            terminalreporter.write_line(f"{category:20} {sum(found.values()):4}: {shown}")
        total = sum(map(Counter.total, counts.values()))
        passed = sum(found["passed"] for found in counts.values())
        terminalreporter.write_line(f"{'all':20} {total:4}: {passed} passed")
