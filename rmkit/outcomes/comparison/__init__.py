"""How people with a place fared beside people without, and what that can be put down to."""
