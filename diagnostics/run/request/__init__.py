"""The data request: what has come of it, its workbook and its cover 「资料清单」."""
