"""How the rounds of an engagement went 「各轮回顾」."""

from diagnostics.loop.track.rounds.tell import rounds, save_rounds

__all__ = ["rounds", "save_rounds"]
