"""An engagement proposed from a client's table 「项目提案」."""
