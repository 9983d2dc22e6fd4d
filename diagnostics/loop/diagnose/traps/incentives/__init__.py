"""Trap 3: pay that does not follow results 「奖惩失衡与激励脱钩」."""
