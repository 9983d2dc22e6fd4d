"""Many engagements side by side, each in a process of its own 「多客户运行」."""
