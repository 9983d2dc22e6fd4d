"""Trap 1: figures that look better than the work 「指标游戏」."""
