"""A firm's practice library: files kept in git, read, searched and written 「实践库文件」."""

from diagnostics.dictionary.practices.folder import VARIABLE, firm_folder
from diagnostics.dictionary.practices.read import CARDS, OUTCOMES, FirmLibrary, read_firm_library, read_outcomes

__all__ = ["CARDS", "OUTCOMES", "VARIABLE", "FirmLibrary", "firm_folder", "read_firm_library", "read_outcomes"]
