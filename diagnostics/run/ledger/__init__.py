"""The improvement ledger as commands use it 「改进台账命令」."""
