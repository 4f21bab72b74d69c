"""Pictures for facilitators, each beside the sentence that it shows."""

from rmkit.figures.kind_map import kinds
from rmkit.figures.level_bars import levels
from rmkit.figures.needs import needs_and_supply
from rmkit.figures.picture import Picture
from rmkit.figures.score_strip import pair_scores

__all__ = ["Picture", "kinds", "levels", "needs_and_supply", "pair_scores"]
