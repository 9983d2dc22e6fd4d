"""The dictionary as a page that people can read 「指标字典页面」."""
