"""Client files and engines become Observations 「数据」."""
