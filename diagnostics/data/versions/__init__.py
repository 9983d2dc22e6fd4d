"""The same file again and again: versions, corrections, restatements 「数据版本」."""
