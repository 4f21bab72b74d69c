import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from rmkit.errors import NotSaved, UnknownName
from rmkit.figures import Picture, levels, needs_and_supply, pair_scores
from rmkit.figures.picture import nothing_to_draw
from rmkit.figures.svg import page_svg

EVIL = '$x_1$ <script>alert("1")</script> & \\frac \x00 \ud800 社交媒体 🙂'
DEMAND = pd.DataFrame(
    {"skill": ["ai", "chat"], "wanting_mentees": [40, 3], "able": [6, 9], "answered": [60, 60]}
)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return needs_and_supply(DEMAND, words={"ai": EVIL})


def test_the_same_picture_is_the_same_text(picture):
    again = needs_and_supply(DEMAND, words={"ai": EVIL})
    assert picture.svg() == again.svg()
    assert picture._repr_html_() == again._repr_html_()


def test_pictures_in_one_page_share_no_id_because_they_have_none(picture):
    page = picture._repr_html_() + levels(pd.DataFrame({"level_ai": [1, 2]}))._repr_html_()
    assert not re.search(r"\bid\s*=|url\(|href", page)
    assert "<defs" not in page


def test_the_page_gets_no_rule_that_reaches_beyond_the_picture(picture):
    rules = "".join(re.findall(r"<style>(.*?)</style>", picture._repr_html_(), flags=re.DOTALL))
    selectors = [s.strip() for s in re.findall(r"([^{}]+)\{", rules) if "@media" not in s]
    assert selectors
    assert [s for s in selectors if ".rmf" not in s] == []
    assert "*" not in rules


def test_a_picture_that_follows_the_page_names_every_colour(picture):
    svg = picture.svg()
    style = re.search(r"<style>.*?</style>", svg, flags=re.DOTALL)[0]
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", svg.replace(style, ""))
    used = set(re.findall(r"var\((--rmf-[\w-]+)", svg.replace(style, "")))
    assert len(used) >= 5
    assert [name for name in used if f"{name}:" not in style] == []
    assert style.count("--rmf-ink:") == 4  # light, a dark system, JupyterLab's dark, paper


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_of_one_theme_needs_no_variables(picture, theme):
    svg = picture.svg(theme)
    assert "var(" not in svg
    assert "<style" not in svg
    assert ("#1565a9" in svg) == (theme == "light")


def test_what_an_organisation_wrote_is_shown_and_never_run(picture):
    tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.append(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

    Reader().feed(picture._repr_html_())
    assert set(tags) <= {"figure", "style", "figcaption", "div", "svg", "path", "text"}
    drawn = "".join(ET.fromstring(picture.svg("light")).itertext())
    assert "$x_1$" in drawn
    assert "<script" in drawn
    assert "\x00" not in drawn


def test_a_screen_reader_is_told_what_is_drawn(picture):
    root = ET.fromstring(picture.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt
    assert "40 want it, 6 can give it" in picture.alt


@pytest.mark.parametrize(
    ("name", "start"), [("a.svg", b"<?xml"), ("a.PNG", b"\x89PNG"), ("a.pdf", b"%PDF")]
)
def test_a_picture_is_saved_by_its_ending_and_the_same_each_time(picture, tmp_path, name, start):
    assert picture.save(tmp_path / name) == tmp_path / name
    first = (tmp_path / name).read_bytes()
    assert first.startswith(start)
    picture.save(str(tmp_path / name))
    assert (tmp_path / name).read_bytes() == first
    picture.save(tmp_path / name, theme="dark")
    assert (tmp_path / name).read_bytes() != first


def test_another_ending_theme_or_place_is_refused_in_a_sentence(picture, tmp_path):
    with pytest.raises(UnknownName, match=r"\.pdf, \.png, \.svg"):
        picture.save(tmp_path / "a.gif")
    with pytest.raises(UnknownName, match="dark, light"):
        picture.save(tmp_path / "a.png", theme="auto")
    with pytest.raises(UnknownName, match="auto, dark, light"):
        picture.svg("sepia")
    with pytest.raises(NotSaved, match="Choose a folder"):
        picture.save(tmp_path / "nowhere" / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_draw_says_so_and_why():
    picture = nothing_to_draw("Nobody has answered.")
    assert "Nothing to draw yet" in picture.svg()
    assert "Nobody has answered." in picture._repr_html_()


def test_settings_of_the_user_change_no_picture(picture):
    import matplotlib as mpl

    usual = picture.svg()
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path"}):
        assert picture.svg() == usual


def test_pictures_of_pairs_draw_one_mark_for_each():
    pairs = pd.DataFrame({"score": [50.0, 60.0, 60.5], "warnings": ["", "No language.", None]})
    first, second = "#1565a9", "#c2530a"
    svg = pair_scores(pairs, unmatched=0).svg("light")
    assert svg.count(f"fill: {first}") == 2 + 1  # and one in the key
    assert svg.count(f"stroke: {second}") == 1 + 1


def test_a_name_that_a_later_painter_brings_is_taken_away():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="figure_1">'
        '<path id="p1" d="M 0 0" clip-path="url(#c1)" style="fill: #123456"/></g></svg>'
    )
    svg = page_svg(drawn, alt="A line.", follows_page=False)
    assert not re.search(r"\bid=|url\(", svg)
    assert "fill: #123456" in svg
