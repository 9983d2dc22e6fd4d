"""The five steps of the loop, nothing else 「五步闭环」."""
