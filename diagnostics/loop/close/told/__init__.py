"""Figures that sentences tell, each with the stored value it was rounded from 「句中数字的来源」."""
