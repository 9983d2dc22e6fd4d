"""The dictionary as one Excel workbook, and back 「指标字典交换」."""
