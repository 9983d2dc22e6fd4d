"""Client files become tables of an engine 「数据文件」."""
