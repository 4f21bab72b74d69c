"""How a view is noted, and what it gives: outputs with a name, a kind and the content.

The kinds of output are those of `tests.inert_checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["VIEWS", "Output", "View", "files_in", "panel_of", "view"]

Output = tuple[str, str, object]
View = Callable[["Programme", Path], Iterator[Output]]

VIEWS: dict[str, View] = {}
TEXT_FILES = {".html": "html", ".txt": "txt", ".svg": "svg", ".csv": "csv", ".md": "txt",
              ".yaml": "txt", ".json": "json", ".gs": "txt"}  # fmt: skip


def view(*names: str) -> Callable[[View], View]:
    """Note under which public names a view is reached."""

    def noted(make: View) -> View:
        VIEWS.update(dict.fromkeys(names, make))
        return make

    return noted


def files_in(paths: list[Path] | Path) -> Iterator[Output]:
    """Give files as outputs by their endings; their names are looked at too."""
    each = [paths] if isinstance(paths, Path) else paths
    for path in each:
        yield f"{path.name} (name)", "txt", path.name
        kind = TEXT_FILES.get(path.suffix)
        if kind == "html" and b'id="rm-data"' in path.read_bytes():
            kind = "sheet"
        if kind:
            yield path.name, kind, path.read_text(encoding="utf-8")
        elif path.suffix in {".eml", ".ics", ".pdf", ".xlsx", ".docx"}:
            yield path.name, path.suffix.removeprefix("."), path.read_bytes()


def panel_of(panel: object, **acts: Mapping[str, object]) -> Iterator[Output]:
    """Give what a panel shows at first, and after each act."""
    yield "panel", "view", panel.view  # type: ignore[attr-defined]
    yield "panel as text", "txt", repr(panel)
    for name, given in acts.items():
        reply = panel.do(name, given)  # type: ignore[attr-defined]
        yield name, "view", {"data": dict(reply.data)}
        if reply.notice:
            yield f"{name}, notice", "view", dict(reply.notice.for_page())
        yield f"after {name}", "view", panel.view  # type: ignore[attr-defined]
