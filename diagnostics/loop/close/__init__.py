"""Step 5: an honest retrospective 「闭环反馈」."""
