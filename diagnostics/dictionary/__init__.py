"""What numbers mean, once 「指标中心」."""
