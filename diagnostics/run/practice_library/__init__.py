"""The firm's practice library: filed, listed, exported, verified 「实践库」."""
