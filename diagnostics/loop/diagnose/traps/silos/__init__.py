"""Trap 2: figures that contradict each other, and a process that nobody recorded 「数据孤岛与沟通迷雾」."""
