"""Pictures for facilitators, each beside the sentence that it shows."""

from rmkit.figures.firm_bars import firm_pairs
from rmkit.figures.group_dots import group_shares
from rmkit.figures.kind_map import kinds
from rmkit.figures.level_bars import levels
from rmkit.figures.needs import needs_and_supply
from rmkit.figures.picture import Picture
from rmkit.figures.score_strip import pair_scores
from rmkit.figures.way_dots import beside_chance

__all__ = [
    "Picture",
    "beside_chance",
    "firm_pairs",
    "group_shares",
    "kinds",
    "levels",
    "needs_and_supply",
    "pair_scores",
]
