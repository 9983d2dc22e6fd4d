"""Sheets made for eyes become plain tables 「表格版式」."""
