"""Engagements from role templates 「岗位模板」."""
