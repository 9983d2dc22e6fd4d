"""Causes, evidence, interviews and whys as one workbook, and back 「诊断底稿」."""
