"""What the participants' page sends to a browser for hostile words, as views to be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.page.document import _script, form_page, message_page
from rmkit.page.questions import Questions
from tests.hostile import TEXTS, own_instrument

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["page_outputs"]

DATA = re.compile(r'<script type="application/json" id="given">(.*?)</script>', re.DOTALL)


def page_outputs(programme: Programme, folder: Path) -> Iterator[tuple[str, str, object]]:
    """Give the page of a form, without our own script, what stands in it as data, and a message."""
    questions = Questions(own_instrument(folder).model_dump(mode="json"), None)
    organisation = programme.organisation
    answers = {"q0": TEXTS["Zclose"], "q1": TEXTS["Zjson"]}
    state = {"organisation": organisation, "saved": {"answers": answers}}
    page = form_page(title=questions.title, form=questions.form, state=state)
    data = DATA.search(page)
    assert data, "the data stands in the page"
    assert not re.search("[<>&\u2028\u2029]", data[1]), "what could end its element"
    assert json.loads(data[1])["state"]["saved"]["answers"] == answers
    rest = DATA.sub("", page)
    ours = f"<script>{_script()}</script>"
    assert rest.count(ours) == 1
    yield "form", "html", rest.replace(ours, "").replace("<noscript>", "").replace("<!doctype", "")
    yield "asked", "view", json.loads(data[1])["form"]
    yield (
        "message",
        "html",
        message_page(TEXTS["Zscript"], TEXTS["Zquote"], organisation=organisation),
    )
