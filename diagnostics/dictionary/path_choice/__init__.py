"""Six questions, and the path that their answers propose 「路径选择」."""

from diagnostics.dictionary.path_choice.propose import Path, propose_path
from diagnostics.dictionary.path_choice.questions import QUESTIONS, read_answer, read_answers

__all__ = ["QUESTIONS", "Path", "propose_path", "read_answer", "read_answers"]
