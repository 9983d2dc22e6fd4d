"""Sections of the retrospective, one a file 「复盘章节」."""
