"""Whether the items of a scale hang together, and whether those who rate agree."""
