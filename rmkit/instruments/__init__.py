"""What is asked: the questionnaires and lists, as data."""
