"""Before anybody is asked: what a study can show, and what will count as shown."""
