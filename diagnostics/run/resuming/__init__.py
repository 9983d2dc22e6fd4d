"""Going on where a run was killed, failed or was interrupted, and saying what it left 「续跑」."""
