"""Step 1: goals, metrics and targets that a company agrees on 「共识重塑」."""
