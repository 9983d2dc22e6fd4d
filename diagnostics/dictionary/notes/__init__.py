"""Notes beside the sections of a page, read as text and nothing else 「顾问判断」."""
