"""Sections about the rounds of an engagement 「轮次章节」."""
