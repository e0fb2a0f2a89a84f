"""The same story, told by a client in each language."""
