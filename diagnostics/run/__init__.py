"""From playbook to published page 「运行」."""
