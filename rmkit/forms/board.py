"""The board of pairs: the rules, the proposal with its reasons, and its confirmation by a person.

One panel, because it is one state: a rule that was changed, or a pair that was locked and is not
worked in yet, is in the way of confirming. Such changes live in the page until the pairs are found
again; nothing is decided before a person confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from rmkit.disclosure.audiences import opened
from rmkit.errors import Fault, NotAllowed, NotReady, RmkitError
from rmkit.forms.board_choices import chosen_on_the_board, own_rule_given
from rmkit.forms.board_view import board_view, counted
from rmkit.forms.board_why import left_told, why_told
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.forms.progress_line import progress_line
from rmkit.programme.confirming import is_waiting
from rmkit.programme.running import both, running_pairs
from rmkit.programme.situation import kept_situation

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["PairsPanel", "find_pairs", "pairs"]

Place = tuple[str, str]

_MOST_NAMES = 8
_BOARD = "The board of pairs"


class PairsPanel(Panel):
    """The pairs of one programme as one widget."""

    _esm = script("board_rules", "board_swap", "board")
    _css = style("board")

    def __init__(self, programme: Programme, *, propose: bool = True) -> None:
        self._programme = programme
        try:
            view = opened(board_view(programme), "coordinator", where=_BOARD)
            if propose and view["state"] == "none":
                with progress_line() as tell:
                    programme.pairing.solve(on_progress=tell)
                view = opened(board_view(programme), "coordinator", where=_BOARD)
        except Exception as error:  # noqa: BLE001 - told in the panel, never an exception in a cell
            view = {"state": "fault", "number": 0, "told": notice_of(error).for_page()}
        # The page can set `view`, so what it was given is remembered here.
        self._shown = view
        super().__init__(view)

    @act
    def look(self, given: Given) -> None:
        """Remember that the person opened those left over, or the pairs with a warning.

        With nothing given it looks at the file again: another panel may have changed something.
        """
        if not given.parts:
            self._show()
            return
        self._refuse_others(given)
        what, pairing = given.text("what"), self._programme.pairing
        if what == "unmatched":
            pairing.open_unmatched()
        elif what == "flagged":
            pairing.open_flagged()
        else:
            message = "There is nothing of that name to open. Run the cell again."
            raise RmkitError(message)
        self._shown = {**self._shown, "opened": {**self._opened, what: True}}
        self.view = self._shown

    @long_act
    def solve(self, given: Given) -> Notice:
        """Find the pairs by what the person chose, and keep them as the proposal."""
        choices = self._choices(given)
        self.on_progress(0.0, "Reading the answers")
        before = self._standing()
        try:
            find_pairs(self._programme, choices, self.on_progress)
        except NotAllowed as error:
            return self._refused(error)
        self._show()
        return Notice("done", _what_changed(before, self._standing()))

    @long_act
    def weigh(self, given: Given) -> Notice:
        """Say what the choices would bring, and keep nothing."""
        choices = self._choices(given)
        self.on_progress(0.0, "Reading the answers")
        try:
            found = self._programme.pairing.weigh(**choices, on_progress=self.on_progress)
        except NotAllowed as error:
            return self._refused(error)
        parts = [
            found.sentence,
            _people("Would get a partner", [name for _, name in found.gain]),
            _people("Would have none any more", [name for _, name in found.lose]),
            "Nothing was changed.",
        ]
        return Notice("note", " ".join(filter(None, parts)))

    @act
    def take_back(self, given: Given) -> Notice:
        """Let the proposal before this one come back."""
        self._refuse_others(given)
        before = self._standing()
        self._programme.pairing.take_back()
        self._show()
        return Notice("done", f"Taken back. {_what_changed(before, self._standing())}")

    @act
    def costs(self, given: Given) -> Reply:
        """Count how many possible pairs each rule removes, before anything is solved."""
        from rmkit.matching.rules import chosen_rules

        choices = self._choices(given)
        found = self._programme.pairing.rule_costs(**choices)
        return Reply(
            data={
                "rules": {name: found.sentence(name) for name in found.rules},
                "sentences": {rule.id: rule.sentence for rule in chosen_rules(choices["rules"])},
                "summary": found.summary,
            }
        )

    @act
    def own_rule(self, given: Given) -> Reply:
        """Read a rule that the person adds; it holds once the pairs are found with it."""
        columns = {one.name: one.words for one in self._programme.pairing.rule_columns}
        return Reply(data=own_rule_given(given, columns))

    @long_act
    def swap(self, given: Given) -> Reply:
        """Say what it would bring if two pairs exchanged their partners."""
        self._refuse_others(given)
        self.on_progress(0.0, "Weighing the two pairs")
        one, other = ((a, b) for a, b in _two(given.pairs("pairs")))
        found = self._programme.pairing.swap(one, other)
        names = self._programme.candidates.names
        made = [
            {"mentor_id": a, "mentor": names.get(a), "mentee_id": b, "mentee": names.get(b)}
            for a, b in found.made
        ]
        told = {"sentences": list(found.sentences), "possible": found.is_possible, "made": made}
        return Reply(data=told)

    @long_act
    def why(self, given: Given) -> Reply:
        """Explain a pair: what counted, what each can give, and what else was possible."""
        self._refuse_others(given)
        self.on_progress(0.0, "Weighing what else is possible")
        return Reply(data=why_told(self._programme, given.text("mentor"), given.text("mentee")))

    @long_act
    def left_over(self, given: Given) -> Reply:
        """Say which rules removed the partners of somebody left over, and what would help."""
        self._refuse_others(given)
        self.on_progress(0.0, "Looking at every possible partner")
        return Reply(data=left_told(self._programme, given.text("person")))

    @act
    def places(self, given: Given) -> Notice:
        """Give a mentor another number of places, in the name of a person."""
        self._refuse_others(given)
        by = given.text("by")
        if not by:
            message = "Write your name first: the file keeps who did it."
            raise NotAllowed(message)
        pairing = self._programme.pairing
        pairing.change_places(given.text("person"), given.number("places"), by=by)
        self._show()
        return Notice("done", "It is kept. Find the pairs again to use the place.")

    @long_act
    def why_not(self, given: Given) -> Notice:
        """Say why two people of the person's choice are not a pair."""
        self._refuse_others(given)
        self.on_progress(0.0, "Looking at the two")
        one, other = given.text("mentor"), given.text("mentee")
        return Notice("note", self._programme.pairing.why_not(one, other))

    @act
    def confirm(self, given: Given) -> Notice:
        """Make the pairs definitive, in the name of a person."""
        self._refuse_others(given)
        by, pairing = given.text("by"), self._programme.pairing
        if not by:
            message = "A person confirms the pairs: write your name first."
            raise NotAllowed(message)
        self._refuse_unseen()
        # What is empty was never there to be opened.
        if not self._shown["left"]:
            pairing.open_unmatched()
        if not self._shown["flagged"]:
            pairing.open_flagged()
        made = pairing.confirm(by=by)
        self._show()
        return Notice("done", f"{counted(len(made), 'pair is', 'pairs are')} confirmed by {by}.")

    @long_act
    def write(self, given: Given) -> Notice:
        """Write the list, its audit page and the summary beside the programme's file."""
        from rmkit.programme.auditing import write_audit
        from rmkit.programme.overview import write_overview

        if not running_pairs(self._programme.file):
            message = "The pairs are not confirmed yet, so there is no list to write."
            raise NotReady(message)
        self.on_progress(0.0, "Writing the pages")
        folder = self._programme.file.path.parent
        write_overview(self._programme, folder)
        try:
            audit = write_audit(self._programme, folder, on_progress=self.on_progress)
            told = f"{audit} answers five questions about the pairs"
        except NotReady as error:
            told = f"the audit page was not written: {error}"
        return Notice(
            "done",
            f"{folder / 'pairs.html'} holds the list with its reasons and rules; {told}; "
            f"{folder / 'summary.html'} tells the whole on one page. Open them in a browser.",
        )

    def _show(self) -> None:
        self._shown = opened(board_view(self._programme), "coordinator", where=_BOARD)
        self.view = self._shown

    @property
    def _opened(self) -> dict[str, bool]:
        return cast("dict[str, bool]", self._shown["opened"])

    def _standing(self) -> set[Place]:
        file = self._programme.file
        kept = [*file.pairs("confirmed"), *file.pairs("proposed")]
        return {(p.mentor_id or "", p.mentee_id or "") for p in kept}

    def _refuse_others(self, given: Given) -> None:
        """Refuse an act on pairs that the page shows and that do not stand any more."""
        kept = self._programme.file.matching()
        # A number comes again after a proposal was taken back; its time does not.
        record = cast("dict[str, str]", self._shown.get("record") or {})
        at = record.get("at")
        if (
            kept is None
            or given.number("number") != kept.matching_id
            or at not in (None, kept.made_at)
        ):
            self._show()
            message = "The pairs were found anew elsewhere. Those that stand are shown now."
            raise RmkitError(message)

    def _refuse_unseen(self) -> None:
        words = {"unmatched": "those left over", "flagged": "the pairs with a warning"}
        unseen = [words[what] for what, seen in self._opened.items() if not seen]
        if unseen:
            message = f"Before the pairs are confirmed, open {' and '.join(unseen)} above."
            raise NotAllowed(message)

    def _choices(self, given: Given) -> dict[str, Any]:
        return chosen_on_the_board(self._programme, given)

    def _refused(self, error: NotAllowed) -> Notice:
        """Tell with names what is in the way of the choices."""
        from rmkit.programme.naming import with_names

        head, *rest = with_names(str(error).splitlines(), self._programme.candidates.names)
        faults = tuple(Fault(line.strip().removeprefix("- ")) for line in rest)
        return Notice("wrong", head, faults)


def _two(pairs: list[Place]) -> list[Place]:
    if len(pairs) != 2:
        message = "Choose two pairs that exchange their partners."
        raise RmkitError(message)
    return pairs


def find_pairs(
    programme: Programme, choices: Mapping[str, Any], on_progress: Callable[[float, str], None]
) -> None:
    """Propose pairs: the first list, or beside pairs that run partners for those who are free."""
    pairing, kept = programme.pairing, programme.file.matching()
    running = running_pairs(programme.file)
    if kept is None or not running:
        pairing.solve(**choices, on_progress=on_progress)
        return
    if not is_waiting(programme.file, kept.settings):
        message = (
            "These pairs are confirmed. To find partners for those who are free, use the part "
            '"While the pairs run" below.'
        )
        raise NotAllowed(message)
    before = kept_situation(kept.settings)
    pairing.rematch(
        **choices,
        reopen=[p.pair_id for p in running if both(p) in before.reopened],
        again=before.again,
        without=before.without,
        on_progress=on_progress,
    )


def _what_changed(before: set[Place], now: set[Place]) -> str:
    if not before:
        return (
            f"{counted(len(now), 'pair')} found. They are a proposal: you confirm or change them."
        )
    stayed, new, gone = len(before & now), len(now - before), len(before - now)
    if not (new or gone):
        return "The pairs are the same as before. Look at them again before you confirm."
    return (
        f"{counted(stayed, 'pair')} stayed, {new} {'is' if new == 1 else 'are'} new, {gone} "
        f"{'is' if gone == 1 else 'are'} gone. Look at them again before you confirm."
    )


def _people(what: str, names: list[str]) -> str:
    if not names:
        return ""
    more = len(names) - _MOST_NAMES
    told = ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    return f"{what}: {told}."


def pairs(programme: Programme, *, propose: bool = True) -> PairsPanel:
    """Show who could meet whom, with the reasons; change the rules, lock, forbid, confirm.

    Parameters
    ----------
    programme
        Whose pairs.
    propose
        Whether pairs are proposed at once where people have answered and there are none yet. A
        proposal binds nobody; the programme's file remembers that it was made.

    Returns
    -------
    PairsPanel
        A widget. Pairs are confirmed only by the person who writes their name, after those left
        over and the pairs with a warning were opened.
    """
    return PairsPanel(programme, propose=propose)
