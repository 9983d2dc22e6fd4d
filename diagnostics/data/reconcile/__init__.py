"""The same KPI from several sources: conflicts are listed, never averaged 「口径冲突」."""
