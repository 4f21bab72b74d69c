"""What changes while the pairs run: part, leave, join, fewer places, a lottery, new partners.

No reason is asked for any of it. What is found here is a proposal; it is looked at and confirmed on
the board, beside the pairs that run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.disclosure.audiences import opened
from rmkit.errors import Fault, NotAllowed, RmkitError, UnknownName
from rmkit.forms.board_view import counted
from rmkit.forms.changes_view import changes_view
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.programme.naming import with_names
from rmkit.programme.running import running_pairs

if TYPE_CHECKING:
    from rmkit.programme.lottery_kept import Side
    from rmkit.programme.parting import Parted
    from rmkit.programme.programme import Programme

__all__ = ["ChangesPanel", "changes"]

_HERE = "The panel of changes"
_LONGEST_SEED = 200


class ChangesPanel(Panel):
    """What can change about the pairs of one programme, as one widget."""

    _esm = script("changes")
    _css = style("board")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        try:
            view = self._seen()
        except Exception as error:  # noqa: BLE001 - told in the panel, never an exception in a cell
            view = {"state": "fault", "told": notice_of(error).for_page()}
        super().__init__(view)

    @act
    def look(self, _: Given) -> None:
        """Look again: the board may have changed something."""
        self.view = self._seen()

    @act
    def part(self, given: Given) -> Notice:
        """End a pair that runs; nobody is asked why."""
        pair, by = given.text("pair"), _named(given)
        return self._told(self._programme.pairing.part(pair, by=by))

    @act
    def leave(self, given: Given) -> Notice:
        """Note that somebody leaves the programme."""
        person, by = given.text("person"), _named(given)
        return self._told(self._programme.pairing.leave(person, by=by))

    @act
    def places(self, given: Given) -> Notice:
        """Change how many mentees a mentor takes."""
        person, by, ending = given.text("person"), _named(given), given.list_of_texts("ending")
        running = {p.pair_id for p in running_pairs(self._programme.file)}
        if not set(ending) <= running:
            message = "The pairs changed elsewhere. They are shown as they are now."
            self.view = self._seen()
            raise RmkitError(message)
        done = self._programme.pairing.change_places(
            person, given.number("places"), by=by, ending=ending
        )
        return self._told(done)

    @long_act
    def candidates(self, given: Given) -> Reply:
        """Look for the two best free partners of somebody; nothing is proposed."""
        person = given.text("person")
        self.on_progress(0.0, "Looking for free partners")
        found = self._programme.pairing.candidates_for(person)
        rows = found[["name", "role", "score", "reason", "warnings"]].to_dict("records")
        name = self._programme.candidates.names.get(person, person)
        return Reply(data={"candidates": {"person": person, "name": name, "found": rows}})

    @long_act
    def search(self, given: Given) -> Notice:
        """Propose partners for those who are free, beside the pairs that run."""
        reopen, again = given.list_of_texts("reopen"), given.pairs("again")
        self.on_progress(0.0, "Reading the answers")
        names = self._programme.candidates.names
        try:
            self._programme.pairing.rematch(
                reopen=reopen, again=again, on_progress=self.on_progress
            )
        except UnknownName as error:
            message = "The pairs changed elsewhere. They are shown as they are now."
            self.view = self._seen()
            raise RmkitError(message) from error
        except NotAllowed as error:
            head, *rest = with_names(str(error).splitlines(), names)
            return Notice("wrong", head, tuple(Fault(line.strip(" -")) for line in rest))
        self.view = self._seen()
        pairs = self._programme.pairing.pairs
        new, ends = int((pairs["state"] == "proposed").sum()), int(pairs["ends"].sum())
        ending = f" {counted(ends, 'pair', 'pairs')} that run would end." if ends else ""
        return Notice(
            "done",
            f"{counted(new, 'new pair is', 'new pairs are')} proposed beside those that run."
            f"{ending} Look at them on the board above, and confirm them there.",
        )

    @act
    def draw(self, given: Given) -> Notice:
        """Draw who gets a place, where there are more candidates than places."""
        by, role, seed = _named(given), _role(given), given.text("seed")
        if len(seed) > _LONGEST_SEED:
            message = f"What it is drawn with has at most {_LONGEST_SEED} characters."
            raise RmkitError(message)
        kept = self._programme.pairing.draw_places(
            given.number("places"), role, by=by, seed=seed or None
        )
        self.view = self._seen()
        return Notice("done", f"{kept.sentence} Only who was drawn is matched from now on.")

    @act
    def end_draw(self, given: Given) -> Notice:
        """Put a lottery away before pairs are confirmed; later, end the comparison."""
        by, role = _named(given), _role(given)
        pairing = self._programme.pairing
        begun = self.view["state"] == "running"
        (pairing.end_comparison if begun else pairing.put_away_draw)(role, by=by)
        self.view = self._seen()
        told = (
            "The comparison has ended: those who were not drawn come first in the next search."
            if begun
            else "The lottery was put away; that it was held stays on record."
        )
        return Notice("done", told)

    def _told(self, done: Parted) -> Notice:
        self.view = self._seen()
        return Notice(
            "done", " ".join(with_names(done.sentences, self._programme.candidates.names))
        )

    def _seen(self) -> dict[str, object]:
        return opened(changes_view(self._programme), "coordinator", where=_HERE)


def _named(given: Given) -> str:
    by = given.text("by")
    if not by:
        message = "Write your name first: the file keeps who did it."
        raise NotAllowed(message)
    return by


def _role(given: Given) -> Side:
    role = given.text("role")
    if role == "mentor":
        return "mentor"
    if role == "mentee":
        return "mentee"
    message = 'The page sent a "role" that cannot be read. Run the cell again.'
    raise RmkitError(message)


def changes(programme: Programme) -> ChangesPanel:
    """Show what can change while pairs run: part, leave, join, fewer places, new partners.

    Parameters
    ----------
    programme
        Whose pairs.

    Returns
    -------
    ChangesPanel
        A widget. Nobody is asked for a reason. New pairs are proposed here, and confirmed on the
        board of pairs.
    """
    return ChangesPanel(programme)
