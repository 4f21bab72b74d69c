"""What kinds: clustering of candidate profiles, with the evidence for it."""

from rmkit.profiles.clustering import cluster
from rmkit.profiles.kinds import Clustering

__all__ = ["Clustering", "cluster"]
