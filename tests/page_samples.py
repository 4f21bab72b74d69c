"""Small questionnaires and an inbox for the tests of the participants' page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rmkit.exchange.inbox import Inbox
from rmkit.instruments.model import Instrument

__all__ = ["SOON", "check_in", "inbox_with", "mixed", "sheet"]

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
_LEVELS = [{"value": n, "label": word} for n, word in enumerate(("never", "at times", "often"), 1)]


def _made(name: str, *sections: dict[str, object]) -> Instrument:
    return Instrument.model_validate(
        {
            "id": name,
            "version": 3,
            "title": f"The {name}",
            "purpose": "To try the page.",
            "source": "made up for a test",
            "scales": {"often": {"options": _LEVELS}},
            "sections": sections,
        }
    )


def _item(name: str, kind: str = "text", **more: object) -> dict[str, object]:
    return {"id": name, "kind": kind, "text": f"Your {name}", "privacy": "none", **more}


def check_in() -> Instrument:
    """Give a questionnaire of which the coordinator reads all."""
    rows = [{"id": "met", "text": "We met"}, {"id": "talked", "text": "We talked"}]
    return _made(
        "check_in",
        {
            "id": "all",
            "title": "All of it",
            "items": [
                _item("name", required=True, privacy="direct"),
                _item("story", "long_text", privacy="free_text"),
                _item("hours", "number", minimum=0, maximum=40),
                _item("how", "matrix", scale="often", rows=rows),
            ],
        },
    )


def sheet() -> Instrument:
    """Give a sheet that is the pair's alone, with two voices."""
    return _made(
        "sheet",
        {
            "id": "all",
            "title": "Our session",
            "items": [
                _item("topic", required=True, privacy="free_text", visibility="pair"),
                _item(
                    "taken", "long_text", privacy="free_text", visibility="pair",
                    voices=["mentor", "mentee"],
                ),
            ],
        },
    )  # fmt: skip


def mixed() -> Instrument:
    """Give a questionnaire for the coordinator, the pair and oneself in turn."""
    return _made(
        "mixed",
        {
            "id": "all",
            "title": "All of it",
            "items": [
                _item("minutes", "number", required=True, minimum=0, maximum=600),
                _item("wish", privacy="free_text", visibility="pair", required=True),
                _item("doubt", "long_text", privacy="free_text", visibility="self"),
            ],
        },
    )


def inbox_with(
    folder: Path, instrument: Instrument, *keys: str, **more: object
) -> tuple[Path, list[str]]:
    """Make an inbox in which some people were asked; give its path and their tokens."""
    path = folder / "pilot.inbox"
    with Inbox.create(path) as inbox:
        inbox.describe(organisation="Harbour", contact="Rosa Vidal, rosa@example.org")
        settings = {"expires_at": SOON, **more}
        tokens = [inbox.invite(instrument, key, **settings) for key in keys or ("k1",)]
    return path, tokens
