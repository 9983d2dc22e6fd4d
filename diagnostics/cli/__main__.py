"""python -m diagnostics.cli 「命令入口」."""

from diagnostics.cli import main

main()
