"""Goals, KPIs and targets handed down from the company to its units 「目标分解」."""
