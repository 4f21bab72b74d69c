"""What can be done with a link: see the form, keep a draft, hand in, let the partner in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tornado.web import HTTPError

from rmkit.exchange.inbox_desk import LinkOver
from rmkit.exchange.inbox_records import Asked, Conflict, Content, Kept, Written
from rmkit.page.document import form_page
from rmkit.page.doors import Door
from rmkit.page.questions import Questions, notice

__all__ = ["HANDLERS"]

_TOKEN = r"([A-Za-z0-9_-]{43})"  # noqa: S105 - the shape of one
_NAME = re.compile(r"[0-9a-f]{32}")
_MARK = re.compile(r"[A-Za-z0-9_-]{22}")
_SEALED = re.compile(r"1\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{20,900000}")
_ROWS = ("pair", "own")


class Link(Door):
    """Base of what is done with a link."""

    async def look(self, token: str) -> tuple[Asked, Questions]:
        """Find what belongs to a link."""
        self.link(token)
        asked = await self.place.clerk.do(lambda desk: desk.look(token))
        return asked, await self.place.questions(asked.definition, asked.voice)

    def state(self, asked: Asked, questions: Questions) -> dict[str, object]:
        """Give what the page's script needs besides the form."""
        about = self.place.clerk.about
        return {
            "organisation": about.get("organisation", ""),
            "contact": about.get("contact", ""),
            "until": asked.expires_at.isoformat(),
            "private": questions.private,
            "partner": questions.partner,
            "number": asked.number,
            "repeats": questions.repeats,
            "sheet": asked.sheet,
            "admitted": asked.admitted,
            "keys": dict(asked.keys),
            "revision": asked.revision,
            "saved": asked.saved and _written(asked.saved),
            "drafts": [_written(draft) for draft in asked.drafts],
            "other": _content(asked.other) if asked.other and questions.partner else None,
        }


class Form(Link):
    """The form itself."""

    async def get(self, token: str) -> None:
        """Show it."""
        asked, questions = await self.look(token)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        state = self.state(asked, questions)
        self.write(form_page(title=questions.title, form=questions.form, state=state))

    head = get


class Now(Link):
    """What stands there now, for a page that is open already."""

    async def get(self, token: str) -> None:
        """Give it as data."""
        asked, questions = await self.look(token)
        self.reply(self.state(asked, questions))


class Draft(Link):
    """What somebody wrote and did not hand in."""

    async def put(self, token: str) -> None:
        """Keep it for this link, unchecked."""
        _, questions = await self.look(token)
        body = self.body()
        content = Content(questions.bounded(_answers(body)), *_sealed(body))
        device, base, keys = _name(body, "device"), _base(body), _keys(body)
        at = await self.place.clerk.do(
            lambda desk: desk.keep_draft(token, content, device=device, base=base, keys=keys)
        )
        self.reply({"at": at.isoformat()})

    async def delete(self, token: str) -> None:
        """Throw it away."""
        await self.look(token)
        device = _name(self.body(), "device")
        await self.place.clerk.do(lambda desk: desk.drop_draft(token, device=device))
        self.reply({})


class Answers(Link):
    """What somebody hands in."""

    async def put(self, token: str) -> None:
        """Check it, and acknowledge it once it is durable."""
        asked, questions = await self.look(token)
        body = self.body()
        checked = questions.check(_answers(body))
        if checked.wrong:
            n = len(checked.wrong)
            head = "One answer is to mend." if n == 1 else f"{n} answers are to mend."
            self.set_status(422)
            self.reply({"notice": notice("wrong", f"{head} Nothing was saved.", checked.wrong)})
            return
        content = Content(checked.answers, *_sealed(body))
        if not (content.answers or content.pair or content.own):
            self.set_status(422)
            told = "Nothing is answered yet, so nothing was saved."
            self.reply({"notice": notice("wrong", told)})
            return
        save, device, base = _name(body, "save"), _name(body, "device"), _base(body)
        keys = _keys(body)
        done = await self.place.clerk.do(
            lambda desk: desk.save(token, content, save=save, device=device, base=base, keys=keys)
        )
        if isinstance(done, Conflict):
            self._changed_elsewhere(done)
        else:
            self._saved(asked, questions, done)

    def _saved(self, asked: Asked, questions: Questions, done: Kept) -> None:
        last = f"{asked.expires_at:%d %B %Y}".lstrip("0")
        where = self.place.clerk.about.get("organisation") or "the programme"
        if questions.repeats:
            text = f"Your answers have arrived at {where}. Next time, use this link again."
        elif questions.reads_all:
            text = (
                f"Your answers have arrived at {where}. Until they are taken in, you can change "
                f"them here, at the latest on {last}."
            )
        else:
            text = f"Saved. You can go on here until {last}."
        self.reply(
            {"notice": notice("done", text), "revision": done.revision, "at": done.at.isoformat()}
        )

    def _changed_elsewhere(self, there: Conflict) -> None:
        self.set_status(409)
        text = (
            "These answers were changed elsewhere meanwhile, so yours were not put over them. Both "
            "are kept: yours as a draft. Choose above which of them should count."
        )
        now = _content(there.content) | {
            "revision": there.revision,
            "at": there.at.isoformat(),
        }
        self.reply({"notice": notice("wrong", text), "now": now})


class Partner(Link):
    """Another link to the same sheet."""

    async def post(self, token: str) -> None:
        """Let the partner in by the token that the page made."""
        asked, questions = await self.look(token)
        body = self.body()
        partner, key = str(body.get("token")), str(body.get("key"))
        if questions.partner is None or asked.admitted:
            raise HTTPError(400)
        if not (re.fullmatch(_TOKEN, partner) and _MARK.fullmatch(key)):
            raise HTTPError(400)
        voice = questions.partner
        await self.place.clerk.do(lambda desk: desk.admit(token, partner, voice=voice, key=key))
        self.reply({})


class Next(Link):
    """Another sheet of the same kind."""

    async def post(self, token: str) -> None:
        """Begin it, and give its token."""
        _, questions = await self.look(token)
        if questions.partner is None:
            raise HTTPError(400)
        self.reply({"token": await self.place.clerk.do(lambda desk: desk.next_sheet(token))})


class Another(Link):
    """A form that is filled in again and again."""

    async def post(self, token: str) -> None:
        """Lay aside what was handed in, and begin with an empty one."""
        _, questions = await self.look(token)
        if not questions.repeats:
            raise HTTPError(400)
        await self.place.clerk.do(lambda desk: desk.begin_another(token))
        self.reply({})


class Anew(Link):
    """A sheet whose key is lost."""

    async def post(self, token: str) -> None:
        """Empty it: what stands there, nobody can read."""
        _, questions = await self.look(token)
        if questions.reads_all:
            raise HTTPError(400)
        await self.place.clerk.do(lambda desk: desk.begin_anew(token))
        self.reply({})


class Forged(Door):
    """What looks like a link and cannot be one."""

    def get(self, *_: str) -> None:
        """Say the same as of a link that nobody was given."""
        self.over(LinkOver("unknown"))

    head = put = post = delete = get


def _answers(body: Mapping[str, Any]) -> dict[str, object]:
    answers = body.get("answers")
    if not isinstance(answers, dict):
        raise HTTPError(400)
    return answers


def _sealed(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Give what the browser encrypted: for the pair, and for the writer alone."""
    found = [body.get(name) for name in _ROWS]
    for text in found:
        if text is not None and not (isinstance(text, str) and _SEALED.fullmatch(text)):
            raise HTTPError(400)
    return found[0], found[1]


def _keys(body: Mapping[str, Any]) -> dict[str, str]:
    keys = body.get("keys", {})
    if not isinstance(keys, dict) or not keys.keys() <= set(_ROWS):
        raise HTTPError(400)
    if not all(isinstance(mark, str) and _MARK.fullmatch(mark) for mark in keys.values()):
        raise HTTPError(400)
    if any(body.get(name) is not None and name not in keys for name in _ROWS):
        raise HTTPError(400)
    return keys


def _name(body: Mapping[str, Any], what: str) -> str:
    name = body.get(what)
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise HTTPError(400)
    return name


def _base(body: Mapping[str, Any]) -> int:
    base = body.get("base")
    if type(base) is not int or not 0 <= base < 2**31:  # true is an int, too
        raise HTTPError(400)
    return base


def _content(content: Content) -> dict[str, object]:
    return {"answers": dict(content.answers), "pair": content.pair, "own": content.own}


def _written(written: Written) -> dict[str, object]:
    when = {"device": written.device, "at": written.at.isoformat(), "base": written.base}
    return _content(written.content) | when


HANDLERS = [
    (rf"/f/{_TOKEN}", Form),
    (rf"/f/{_TOKEN}/now", Now),
    (rf"/f/{_TOKEN}/draft", Draft),
    (rf"/f/{_TOKEN}/answers", Answers),
    (rf"/f/{_TOKEN}/partner", Partner),
    (rf"/f/{_TOKEN}/next", Next),
    (rf"/f/{_TOKEN}/another", Another),
    (rf"/f/{_TOKEN}/anew", Anew),
    (r"/f/(.*)", Forged),
]
"""Addresses and what answers there."""
