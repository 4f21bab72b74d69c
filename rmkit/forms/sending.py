"""The questionnaire as files that go out: written beside the programme, and to download."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from rmkit.errors import RmkitError
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, Reply, act, script
from rmkit.programme.sending import Kind, write_questionnaire

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["questionnaire_files"]

_KINDS: dict[str, tuple[Kind, str, str]] = {
    "form": (
        "form",
        "An Excel form to mail",
        "Each person fills in a copy and sends it back. Drop all that came back in at once.",
    ),
    "table": (
        "table",
        "A table for your survey tool",
        "Its headings are the questions, word for word: ask them so, and the export is "
        "recognised. You can also type answers into it, a row for each person.",
    ),
}


class SendingPanel(Panel):
    """The buttons that write the questionnaire to files."""

    _esm = script("sending")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        kinds = [{"kind": k, "words": w, "help": h} for k, w, h in _KINDS.values()]
        super().__init__({"kinds": kinds, "folder": str(programme.file.path.parent)})

    @act
    def write(self, given: Given) -> Reply:
        """Write one kind of file and hand its bytes over for download."""
        known = _KINDS.get(given.text("kind"))
        if known is None:
            message = "The page asked for a kind of file that is not there. Run the cell again."
            raise RmkitError(message)
        candidates = self._programme.candidates
        path = write_questionnaire(self._programme, kind=known[0])
        asked = f"It asks the {candidates.questionnaire.variant} questionnaire"
        yet = "." if candidates.is_chosen else ", which stands in until you choose one."
        return Reply(
            Notice("done", f"Wrote {path}. {asked}{yet}"),
            {"name": path.name, "bytes": base64.b64encode(path.read_bytes()).decode("ascii")},
        )


def questionnaire_files(programme: Programme) -> SendingPanel:
    """Write the programme's questionnaire to files that go out.

    Parameters
    ----------
    programme
        Whose questionnaire; the files lie beside its own file, and can be downloaded.

    Returns
    -------
    SendingPanel
        A widget with a button for each kind of file.
    """
    return SendingPanel(programme)
