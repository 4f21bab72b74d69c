"""Who did not answer, whether it looks like chance, and how far that could turn a result."""
