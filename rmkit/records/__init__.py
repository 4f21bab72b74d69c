"""What is kept: the programme file."""
