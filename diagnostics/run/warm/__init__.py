"""Kernels forked from a process that has imported the third parties already 「预热内核」."""
