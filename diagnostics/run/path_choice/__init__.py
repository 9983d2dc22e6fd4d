"""Six questions asked on a terminal, and the path that they propose written down 「路径选择」."""
