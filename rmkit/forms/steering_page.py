"""The page about the candidates for the steering group, written from a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmkit.errors import NotAllowed, NotSaved, TooFewPeople
from rmkit.forms.pictures import nobody
from rmkit.forms.progress_line import progress_line
from rmkit.forms.shown import Shown

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["profiles_page"]


def profiles_page(programme: Programme) -> Shown:
    """Write `profiles.html` beside the programme's file, and say where it is.

    Parameters
    ----------
    programme
        Whose candidates. The page tells who they are, how sure that is and what will be missing,
        of the kinds that are kept; it is about groups of five and more and names nobody.

    Returns
    -------
    Shown
        Where the page is, and what to mind when it is handed out.
    """
    from rmkit.programme.profiles_page import ONE_VERSION

    missing = nobody(programme)
    if missing is not None:
        return missing
    try:
        with progress_line() as tell:
            path = programme.profiles.write_page(on_progress=tell)
    except (NotAllowed, NotSaved, TooFewPeople) as error:
        return Shown((str(error),))
    where = f"The page is in {path.parent}: {path.name}, to look at in a browser and to print."
    return Shown((where, ONE_VERSION))
