"""Targets: proposed, recalibrated, reviewed, and after a switch of strategy 「目标值」."""
