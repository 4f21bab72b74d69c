"""Who stays and for how long: curves, comparisons, and the guard against counting time twice."""
