"""How often verdicts err: made-up business series, every method, figures in shards that a killed run goes on from.

``make calibrate`` or ``python -m tests.calibration [--draws N] [--jobs N] [--cells PATTERN] [--table]``.
"""
