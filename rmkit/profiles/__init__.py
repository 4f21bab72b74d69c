"""What kinds: clustering of candidate profiles, with the evidence for it."""

from rmkit.profiles.clustering import cluster
from rmkit.profiles.compared import Compared
from rmkit.profiles.distance import gower
from rmkit.profiles.kinds import Clustering
from rmkit.profiles.methods.shelf import METHODS
from rmkit.profiles.widths import silhouette, silhouettes

__all__ = ["METHODS", "Clustering", "Compared", "cluster", "gower", "silhouette", "silhouettes"]
