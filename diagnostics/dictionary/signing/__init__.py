"""Signatures bound to the fingerprint of what was signed 「签字与指纹」."""
