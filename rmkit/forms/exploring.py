"""To explore kinds of candidates: choose what counts, look, see the evidence change, keep one.

Looking keeps nothing. What is kept is a choice with its reason. Whoever looks often enough will
see kinds in anything, so the looks are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_line
from rmkit.disclosure.audiences import opened, release_to_coordinator
from rmkit.errors import NotAllowed, RmkitError
from rmkit.forms.exploring_looks import Look, Looks, settings_given, weights_given
from rmkit.forms.exploring_pictures import as_images, pictures_of
from rmkit.forms.exploring_told import hangs_view, methods_view
from rmkit.forms.exploring_view import explored, said_of_kept, too_few
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, Reply, act, long_act, script, style
from rmkit.profiles.choosing import FEWEST_PEOPLE
from rmkit.profiles.methods.shelf import suited
from rmkit.profiles.preparing import prepare
from rmkit.programme.kinds_kept import answers_digest

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["ExplorePanel", "explore"]

_HERE = "The panel to explore kinds"
_LONGEST_REASON = 2_000


class ExplorePanel(Panel):
    """Looks at the kinds of candidates of one programme, as one widget."""

    _esm = script("exploring")
    _css = style("exploring")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._looks = programme.memory.recall("looks at kinds", key="", make=Looks)
        try:
            view = self._seen()
        except Exception as error:  # noqa: BLE001 - told in the panel, never an exception in a cell
            view = {"state": "fault", "told": notice_of(error).for_page()}
        super().__init__(view)

    @act
    def look(self, _: Given) -> None:
        """Look again at what there is: answers may have come, or a choice been kept."""
        self.view = self._seen()

    @act
    def possible(self, given: Given) -> Reply:
        """Say which methods can be used where the blocks count so much."""
        people = self._programme.candidates.people
        ready = prepare(people, weights=weights_given(given))
        return Reply(data={"methods": methods_view(ready.compared)})

    @long_act
    def weigh(self, given: Given) -> Notice:
        """Look for kinds with these settings; nothing is kept."""
        settings, answers = settings_given(given), answers_digest(self._programme)
        looks, earlier = self._looks, self._looks.same(settings, answers)
        if earlier is not None:
            looks.shown = earlier.number
            self.view = self._seen()
            return Notice("note", f"You had that look already: it is look {earlier.number}.")
        found = self._programme.profiles.look(
            settings.k or "auto",
            method=settings.method,
            weights=settings.weights,
            on_progress=self.on_progress,
        )
        if found.n_used < FEWEST_PEOPLE:
            raise NotAllowed(too_few(found.n_used, len(found.labels)))
        kinds = found.told(self._programme.candidates.words)
        suits = suited(found.basis.compared, "auto")[0].id
        taken = looks.add(Look(0, settings, found, kinds, answers, suits))
        self.view = self._seen()
        late = answers_digest(self._programme) != answers
        new = " Answers came in meanwhile: look again to see them too." if late else ""
        return Notice("note", f"Look {taken.number} is shown. Nothing is kept by it.{new}")

    @act
    def show(self, given: Given) -> None:
        """Go back to an earlier look."""
        self._looks.shown = self._looks.of(given.number("look")).number
        self.view = self._seen()

    @act
    def picture(self, given: Given) -> Reply:
        """Draw a picture of a look."""
        look, name = self._looks.of(given.number("look")), given.text("picture")
        made = pictures_of(look.found, self._programme.candidates.words)
        if name not in made:
            message = 'The page sent a "picture" that cannot be read. Run the cell again.'
            raise RmkitError(message)
        return Reply(data=as_images(made[name][1]()))

    @long_act
    def hangs(self, given: Given) -> Reply:
        """Look how far the kinds of a look hang on chance, on the method and on what counts."""
        look = self._looks.of(given.number("look"))
        self.on_progress(0.0, "Dividing the same people in other ways")
        return Reply(data=hangs_view(look.found))

    @act
    def keep(self, given: Given) -> Notice:
        """Keep a look as the programme's choice, with its reason."""
        look, reason = self._looks.of(given.number("look")), one_line(given.text("reason"))
        if len(reason) > _LONGEST_REASON:
            message = f"A reason has at most {_LONGEST_REASON:,} characters. Nothing was kept."
            raise RmkitError(message)
        if look.answers != answers_digest(self._programme):
            self.view = self._seen()
            message = "The answers changed since this look, so it is not kept. Look again first."
            raise NotAllowed(message)
        if not reason and not look.is_usual:
            message = (
                "Write why you choose this: it is not what the evidence says under the usual "
                "settings, and whoever reads it later should know. Nothing was kept."
            )
            raise NotAllowed(message)
        self._programme.profiles.keep(look.found, reason=reason)
        self.view = self._seen()
        told = said_of_kept(self._programme)
        return Notice("done", f"{told} Run the cells that show kinds again to see it there.")

    def _seen(self) -> dict[str, object]:
        seen = release_to_coordinator(explored(self._programme, self._looks))
        return opened(seen, "coordinator", where=_HERE)


def explore(programme: Programme) -> ExplorePanel:
    """Explore the kinds of candidates: choose what counts, how and how many; see what changes.

    Parameters
    ----------
    programme
        Whose candidates.

    Returns
    -------
    ExplorePanel
        A widget. Each look says how clearly its kinds stand out and who moved since the look
        before. Nothing is kept by looking; a choice is kept with its reason, and then stands in
        `forms.kinds` and on the page for the steering group until another one is kept.
    """
    return ExplorePanel(programme)
