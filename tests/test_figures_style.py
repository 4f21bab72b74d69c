import itertools
import subprocess
import sys

import numpy as np
import pytest

from rmkit.figures.style import DARK, LIGHT, contrast_ratio, house_style

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# The page that a picture stands on: a notebook, rmkit's own pages, a panel on them.
PAPERS = {"#ffffff": ["#ffffff", "#fbfaf8"], "#111111": ["#111111", "#15181b", "#1d2125"]}

# Machado, Oliveira & Fernandes (2009), IEEE TVCG 15:1291-1298, table 1, severity 1.0.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def seen(colour: str, eye: str) -> np.ndarray:
    """Place a colour, as an eye sees it, in Oklab (Ottosson 2020), in hundredths."""
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    linear = np.clip(EYES[eye] @ linear, 0, 1)
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return 100 * lab @ np.cbrt(cones @ linear)


def nearest_two(colours, eye: str) -> float:
    pairs = itertools.combinations(colours, 2)
    return min(float(np.linalg.norm(seen(a, eye) - seen(b, eye))) for a, b in pairs)


@THEMES
def test_text_and_marks_stand_out_from_every_paper_they_may_lie_on(palette):
    for paper in PAPERS[palette.paper]:
        assert contrast_ratio(palette.ink, paper) >= 7
        assert contrast_ratio(palette.soft, paper) >= 4.5
        assert {c: r for c in palette.categories if (r := contrast_ratio(c, paper)) < 3} == {}


@THEMES
def test_text_on_a_coloured_cell_can_be_read(palette):
    for colour, text in zip(palette.diverging, palette.on_diverging, strict=True):
        assert contrast_ratio(colour, text) >= 4.5, colour


@THEMES
@pytest.mark.parametrize("eye", EYES)
def test_colours_stay_apart_for_the_colour_blind(palette, eye):
    assert nearest_two(palette.categories, eye) >= 10
    assert nearest_two(palette.categories[:2], eye) >= 20
    assert nearest_two(palette.sequential, eye) >= 7
    assert nearest_two(palette.diverging, eye) >= 5
    low, high = palette.diverging[0], palette.diverging[-1]
    assert nearest_two([low, high], eye) >= 15


@THEMES
def test_steps_of_levels_go_one_way(palette):
    against = [contrast_ratio(colour, palette.paper) for colour in palette.sequential]
    assert against == sorted(against)


def test_every_colour_has_a_name_of_its_own_and_can_be_replaced():
    assert LIGHT.slots().keys() == DARK.slots().keys()
    assert LIGHT.with_slots(DARK.slots()) == DARK


def test_the_settings_of_the_user_are_put_back():
    import matplotlib as mpl

    with mpl.rc_context({"text.parse_math": True, "font.size": 33}):
        with house_style():
            assert mpl.rcParams["font.size"] == 10
        assert mpl.rcParams["font.size"] == 33


def test_the_room_is_entered_without_matplotlib():
    code = "import sys, rmkit.figures; print('matplotlib' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
