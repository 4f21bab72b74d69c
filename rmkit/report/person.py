"""All about one person on a page that they can read and print.

In comes the record that `rmkit.programme` puts together (plain data, as it is written to JSON); out
goes a page in plain words. Nothing is judged or left out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rmkit.report.page import Block, Bullets, Cell, Facts, Heading, Note, Page, Paragraph, Table

__all__ = ["person_page"]

_STAFF = {
    "organisation": "Organisation",
    "site": "Site",
    "department": "Department",
    "manager_id": "Manager (id)",
    "job_title": "Job title",
    "started": "Started",
    "time_zone": "Time zone",
    "holidays": "Public holidays of",
    "days_off": "Days off",
    "delegate_email": "Copies of invitations go to",
}
_TECHNICAL = {
    "person_id", "state_at", "state_by", "at", "by", "instrument_id", "instrument_version",
    "source", "received_at", "submitted_at", "pair_id", "confirmed_at", "ended_at", "wave",
}  # fmt: skip
_MANY = 6
_YOU_SAID = {
    "objected": "You objected.",
    "withdrawn": "You withdrew.",
    "lifted": "You had objected and lifted that.",
    None: "You said nothing about it.",
}


def person_page(record: Mapping[str, Any], *, language: str = "en") -> Page:
    """Describe the page of one person.

    Parameters
    ----------
    record
        What `rmkit.programme.person_record` gives.
    language
        The language of the texts.
    """
    programme, person = record["programme"], record["person"]
    who = programme["coordinator"] or "the organisation's coordinator"
    blocks: list[Block] = [
        Paragraph(
            f"This is all that {programme['name']} keeps about you, put together on "
            f"{_day(record['made_at'])}. Taking part is voluntary. To have something corrected or "
            f"erased, or to object, write to {who}; you need not say why. The file with the ending "
            ".json holds the same for a machine."
        ),
        Note("Not for appraisal, promotion, dismissal or pay: nothing here may be used for them."),
    ]
    for part in (
        _you,
        _purposes,
        _answers,
        _used,
        _figures,
        _pairs,
        _meetings,
        _waiting,
        _letters,
        _done,
        _kept,
        _not_here,
    ):
        blocks += part(record)
    name = person["name"] or person["person_id"]
    return Page(
        f"What we keep about you: {name}", tuple(blocks), programme["organisation"], language
    )


def _you(record: Mapping[str, Any]) -> Iterator[Block]:
    person = record["person"]
    facts: list[tuple[str, Cell]] = [
        ("Id", person["person_id"]),
        ("Name", person["name"]),
        ("E-mail", person["email"]),
        ("Candidacy", person["state"] or "not a candidate"),
    ]
    if person["state_at"]:
        facts.append(("Since", f"{_day(person['state_at'])}, by {person['state_by'] or 'erased'}"))
    facts += [(words, record["staff"].get(key)) for key, words in _STAFF.items()]
    yield Heading("You, and what the staff list says of you")
    yield Table(("What", "Value"), tuple(facts), widths=(1, 3))


def _purposes(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What your data are used for, and how to object")
    for one in record["purposes"]:
        yield Heading(one["title"], level=2)
        yield Paragraph(f"{one['text']} Data: {one['data']} Basis: {one['basis']}")
        used = "Your data are used for it." if one["used"] else "Your data are not used for it."
        stated = _YOU_SAID[one["you_said"]]
        when = f" ({_day(one['at'])}, noted by {one['noted_by']})" if one["at"] else ""
        yield Paragraph(f"{used} {stated}{when} If you object or withdraw: {one['way_out']}")


def _answers(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What you answered")
    if not record["answers"]:
        yield Paragraph("Nothing is kept that you answered.")
    for one in record["answers"]:
        wave = f", {one['wave']}" if one["wave"] else ""
        yield Heading(f"{one['title']}{wave}", level=2)
        came = _day(one["submitted_at"] or one["received_at"])
        yield Paragraph(f"Answered or received on {came}, {one['how'] or 'from unknown'}.")
        if one["answers"]:
            rows = tuple((a["question"], a["words"]) for a in one["answers"])
            yield Table(("Question", "Your answer"), rows, widths=(3, 2))
        if one["has_sealed_part"]:
            yield Note("There is a sealed part too: it is encrypted for your pair, not for us.")


def _used(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What was worked out with it")
    used = record["used_for_matching"]
    if used is None:
        yield Paragraph("You are not in the table from which kinds and pairs are worked out.")
    else:
        yield Paragraph("Kinds of candidates and pairs are worked out from this row about you:")
        rows = tuple((str(k), _words(v)) for k, v in used.items())
        yield Table(("Column", "Value"), rows, widths=(1, 2))
    for one in record["kinds"]:
        found = f"{one['kinds']} kinds of candidates were found; you were put into number "
        told = f"{found}{one['yours']}. A kind is a likeness of answers and nothing more."
        none = "it was looked for kinds of candidates, and none were told apart."
        yield Paragraph(f"On {_day(one['made_at'])}, {told if one['kinds'] > 1 else none}")
    for one in record["matchings"]:
        criteria = ", ".join(f"{c['what']} ({c['weight']})" for c in one["criteria"])
        yield Paragraph(
            f"On {_day(one['made_at'])} pairs were worked out, and you were {one['outcome']}. What "
            f"counted, with its weight: {criteria}."
        )
        yield Bullets(tuple(one["rules"]))


def _figures(record: Mapping[str, Any]) -> Iterator[Block]:
    if record["figures"]:
        yield Paragraph(
            "Figures of groups were published in which you count, under the label "
            f"{record['figures']} and not by name."
        )


def _pairs(record: Mapping[str, Any]) -> Iterator[Block]:
    if not record["pairs"]:
        return
    yield Heading("Your pairs")
    rows = []
    for one in record["pairs"]:
        partner = one["partner"]
        told = ", ".join(str(v) for v in partner.values() if v) if partner else "not told yet"
        by = f"{_day(one['confirmed_at'])}, {one['confirmed_by']}" if one["confirmed_at"] else ""
        rows.append((one["you_are"], one["state"], one["score"], told, by))
    columns = ("You are", "State", "Score of 100", "Partner", "Confirmed")
    yield Table(columns, tuple(rows), widths=(1, 1, 1, 3, 2))


def _meetings(record: Mapping[str, Any]) -> Iterator[Block]:
    if record["meetings"]:
        names = {"on": "When (UTC)", "what": "What", "minutes": "Minutes", "where": "Where",
                 "state": "State"}  # fmt: skip
        yield Heading("When your pairs meet")
        rows = [{name: one.get(name) for name in names} for one in record["meetings"]]
        yield _table("Meetings and first contacts", rows, names)


def _waiting(record: Mapping[str, Any]) -> Iterator[Block]:
    found = record["waiting"]
    lines = []
    if found["since"]:
        lines.append(f"You are on the waiting list for a partner since {_day(found['since'])}.")
    admission = record["admission"]
    if admission["later_round_since"]:
        since = _day(admission["later_round_since"])
        lines.append(f"You were put on the waiting list for a later round on {since}.")
    for tick in admission["ticks"]:
        met = "met" if tick["met"] else "not met"
        lines.append(
            f"When admission was talked about, this was ticked as {met}: {tick['criterion']}"
        )
    for draw in found["lotteries"]:
        drawn = "you were drawn" if draw["drawn"] else "you were not drawn"
        lines.append(f"On {_day(draw['at'])} {draw['places']} places were drawn by lot; {drawn}.")
    if found["places"] is not None:
        lines.append(f"How many mentees you take was changed to {found['places']}.")
    if found["compared_from"]:
        day = _day(found["compared_from"])
        lines.append(f"What changes for you is counted from your first answers, on {day}.")
    if lines:
        yield Heading("Waiting, places and from when you are compared")
        yield Bullets(tuple(lines))


def _letters(record: Mapping[str, Any]) -> Iterator[Block]:
    if not record["letters"]:
        return
    yield Heading("Letters that were drafted or sent to you")
    yield Paragraph("Of one that is not marked as sent, the coordinator knows whether it was.")
    for one in record["letters"]:
        sent = ", sent" if one.get("state") == "sent" else ""
        yield Heading(f"{one['subject']} ({_day(one['drafted_at'])}{sent})", level=2)
        for line in (one["text"] or "It cannot be shown with today's data.").splitlines():
            if line.strip():
                yield Paragraph(line)


def _done(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What was done with it")
    if record["corrections"]:
        yield _table(
            "Corrections", record["corrections"], {"field": "What", "why": "Why", "by": "By"}
        )
    asked = {a["key"]: a["question"] for one in record["answers"] for a in one["answers"]}
    rows = [{**entry, "told": _told(entry["changed"], asked)} for entry in record["history"]]
    names = {"at": "When", "by": "By", "what": "What was done", "in": "In", "told": "Changed"}
    yield _table("History", rows, names, widths=(2, 2, 3, 2, 5))
    seen = {"at": "When", "by": "Who", "what": "What was opened", "about": "About"}
    if record["accesses"]:
        yield _table("Who opened it", record["accesses"], seen)


def _kept(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("Until when it is kept, and where copies are")
    names = {"data_class": "Data", "purpose": "What for", "until": "Until"}
    yield _table("Each class of data", record["retention"], names, widths=(2, 4, 1))
    copies = record["copies"]
    lines = [f"Backup {b['file']}, made {_day(b['made_at'])}" for b in copies["backups"]]
    lines += [f"{w['what']}: {w['where']}, written {_day(w['at'])}" for w in copies["written"]]
    yield Bullets(tuple(lines)) if lines else Paragraph("No copies are known to rmkit.")


def _not_here(record: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading("What is not in this file")
    if record["answers_about_you"]:
        yield Facts((("answers of others that are about you", record["answers_about_you"]),))
    yield Bullets(tuple(record["not_here"]))


def _table(
    caption: str,
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    widths: tuple[float, ...] = (),
) -> Table:
    cells = tuple(
        tuple(_moment(row[key]) if key == "at" else _words(row[key]) for key in names)
        for row in rows
    )
    return Table(tuple(names.values()), cells, caption, widths)


def _told(changed: Sequence[Mapping[str, Any]], asked: Mapping[str, str]) -> str:
    """Tell a change in words; what was kept for the first time is counted, for it stands above."""
    shown = [one for one in changed if one["field"] not in _TECHNICAL]
    if len(shown) > _MANY and all(one["before"] is None for one in shown):
        return f"{len(shown)} values, kept for the first time"
    return "; ".join(_change(one, asked) for one in shown)


def _change(one: Mapping[str, Any], asked: Mapping[str, str]) -> str:
    before, after = _words(one["before"]), _words(one["after"])
    name = one["field"]
    what = _STAFF.get(name) or asked.get(name) or name.replace("_", " ")
    return f"{what}: {before} → {after or '–'}" if before else f"{what}: {after or '–'}"


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _day(moment: str | None) -> str:
    return (moment or "an unknown day")[:10]


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
