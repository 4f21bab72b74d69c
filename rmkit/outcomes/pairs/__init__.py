"""People who belong together: pairs, several mentees of a mentor, the same person over time."""
