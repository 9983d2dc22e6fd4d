"""领导会问的十个问题: the weakest spots of a run, asked as leadership would, for the consultants' eyes 「追问清单」."""

from diagnostics.loop.close.questions.page import questions_page
from diagnostics.loop.close.questions.weak_spots import Question, weak_spots

__all__ = ["Question", "questions_page", "weak_spots"]
