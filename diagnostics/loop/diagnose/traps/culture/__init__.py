"""Trap 4: suggestions nobody answers, sponsors who stay away, failure that is somebody's fault 「变革免疫」."""
