"""Ways to share a difference among factors, one a file 「归因方法」.

Each takes the formula's figures before and after, an array a name with an entry a row, and gives the contributions in
the same shape.
"""
