"""Data quality card of a run, one check a file 「数据质量卡」."""
