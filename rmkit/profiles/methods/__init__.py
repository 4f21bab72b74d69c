"""How people are divided into groups. Whether there are any is asked elsewhere."""
