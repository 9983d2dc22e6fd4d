"""Step 4: the board, the warnings, the effects 「固化跟踪」."""
