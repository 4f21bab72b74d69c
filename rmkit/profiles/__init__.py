"""What kinds: clustering of candidate profiles, with the evidence for it."""
