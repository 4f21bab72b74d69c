"""matplotlib's SVG made fit for a page: no ids, no rules for others, colours by name.

Several pictures stand in one page, so nothing in one may have a name that another could have too;
and a page that turns dark turns its pictures dark with it, because their colours are CSS
variables.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from rmkit.figures.style import DARK, LIGHT, Palette

__all__ = ["STAND_INS", "page_svg"]

_SVG = "{http://www.w3.org/2000/svg}"
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_PIXELS_A_POINT = 100 / 72

STAND_INS = LIGHT.with_slots({name: f"#{0xFA1000 + i:06x}" for i, name in enumerate(LIGHT.slots())})
"""A palette in which every colour is another one, each to be replaced by its variable."""


def page_svg(drawn: str, *, alt: str, follows_page: bool) -> str:
    """Turn what matplotlib wrote into an `<svg>` that can stand in a page beside others.

    Parameters
    ----------
    drawn
        matplotlib's SVG, its text kept as text; drawn with `STAND_INS` if `follows_page`.
    alt
        What a screen reader says.
    follows_page
        Whether colours become variables with a style of their own.
    """
    root = ET.fromstring(drawn)  # noqa: S314 - matplotlib wrote it a moment ago
    for part in (f"{_SVG}metadata", f"{_SVG}defs"):
        for found in root.findall(part):
            root.remove(found)
    _unwrap(root)
    for element in root.iter():
        for name in ("id", "clip-path"):
            element.attrib.pop(name, None)
        element.set("style", _style(element.get("style", ""), follows_page=follows_page))
        if not element.get("style"):
            del element.attrib["style"]
        if element.get("d"):
            element.set("d", " ".join(element.attrib["d"].split()))
        if element.get("transform", "").startswith("rotate(-0"):
            del element.attrib["transform"]
    _dress(root, alt=alt, follows_page=follows_page)
    ET.register_namespace("", _SVG.strip("{}"))
    return ET.tostring(root, encoding="unicode")


def _unwrap(parent: ET.Element) -> None:
    """Take the drawn things out of matplotlib's nested groups."""
    leaves = [e for e in parent.iter() if e is not parent and e.tag != f"{_SVG}g"]
    for child in list(parent):
        parent.remove(child)
    for leaf in leaves:
        leaf.tail = "\n"
    parent.extend(leaves)


def _style(style: str, *, follows_page: bool) -> str:
    """Rewrite what is said on one element: the page's font, and colours by name."""
    kept = []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = declaration.partition(":")
        if name == "font":  # matplotlib 3.10 says size and family at once
            size = re.search(r"[\d.]+px", value)
            kept.append(f"font-size: {size[0] if size else '10px'}")
            kept += ["font-weight: bold"] if re.match(r"\s*(bold|700)\b", value) else []
        elif name != "font-family":
            kept.append(declaration)
    text = "; ".join(kept)
    if follows_page:
        for slot, colour in STAND_INS.slots().items():
            text = text.replace(colour, f"var(--rmf-{slot})")
    return text


def _dress(root: ET.Element, *, alt: str, follows_page: bool) -> None:
    _, _, width, height = root.attrib.pop("viewBox").split()
    font = "var(--rmf-font)" if follows_page else _FONTS
    root.attrib.clear()
    root.attrib |= {
        "class": "rmf",
        "viewBox": f"0 0 {width} {height}",
        "width": f"{float(width) * _PIXELS_A_POINT:.0f}",
        "height": f"{float(height) * _PIXELS_A_POINT:.0f}",
        "role": "img",
        "aria-label": alt,
        "style": f"font-family: {font}; font-variant-numeric: tabular-nums; "
        "stroke-linejoin: round; max-width: 100%; height: auto",
    }
    root.text = "\n"
    if follows_page:
        style = ET.Element(f"{_SVG}style")
        style.text = _rules()
        style.tail = "\n"
        root.insert(0, style)


def _rules() -> str:
    """Say the colours: light, dark in JupyterLab's dark theme or a dark page, light in print."""
    light, dark = _variables(LIGHT), _variables(DARK)
    fonts = f"--rmf-font: var(--jp-content-font-family, {_FONTS});"
    elsewhere = "body:not([data-jp-theme-light]) .rmf"
    return (
        f".rmf {{ {fonts} {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ {elsewhere} {{ {dark} }} }}\n"
        f'[data-jp-theme-light="false"] .rmf {{ {dark} }}\n'
        f"@media print {{ html body .rmf.rmf {{ {light} }} }}"
    )


def _variables(palette: Palette) -> str:
    return " ".join(f"--rmf-{slot}: {colour};" for slot, colour in palette.slots().items())
