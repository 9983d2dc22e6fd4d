"""Three tiers from the figures that people reach 「三级目标测算」."""
