"""A Jupyter workbench for performance diagnosis 「企业绩效诊断」."""
