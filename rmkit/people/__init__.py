"""Who: the table of people, validated once, and its features."""
