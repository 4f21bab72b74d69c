"""Pictures for facilitators, each beside the sentence that it shows."""

from rmkit.figures.curve_lines import curve_lines
from rmkit.figures.firm_bars import firm_pairs
from rmkit.figures.group_dots import group_shares
from rmkit.figures.interval_dots import interval_dots
from rmkit.figures.kind_map import kinds
from rmkit.figures.level_bars import levels
from rmkit.figures.need_steps import wanted_steps
from rmkit.figures.needs import needs_and_supply
from rmkit.figures.number_lines import how_many
from rmkit.figures.phase_bars import timeline
from rmkit.figures.picture import Picture
from rmkit.figures.plane_map import kind_plane
from rmkit.figures.return_bars import stability_bars
from rmkit.figures.score_strip import pair_scores
from rmkit.figures.side_dots import side_dots
from rmkit.figures.way_dots import beside_chance
from rmkit.figures.width_bars import silhouette_bars

__all__ = [
    "Picture",
    "beside_chance",
    "curve_lines",
    "firm_pairs",
    "group_shares",
    "how_many",
    "interval_dots",
    "kind_plane",
    "kinds",
    "levels",
    "needs_and_supply",
    "pair_scores",
    "side_dots",
    "silhouette_bars",
    "stability_bars",
    "timeline",
    "wanted_steps",
]
