"""Going on where a run was killed, and saying what it left 「续跑」."""
