"""Playbooks at work: steps and parameters, the gate, what pages tell, a starter 「剧本运行」."""
