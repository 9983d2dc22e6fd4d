"""Which slices of a figure a gap comes from 「切片定位」."""
