"""The nouns, one a file 「名词」."""
