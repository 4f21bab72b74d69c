"""The folder of drafts that a coordinator looks through and sends.

In come the letters, out goes a folder: one draft a letter, the same letters as text to copy, the
attachments, and a README that tells how to send. The folder appears whole or not at all. One
that holds anything else, or drafts changed by hand, is left as it is. Nothing is sent, and no
file name tells who gets what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rmkit.definitions.inert import one_line
from rmkit.disclosure.audiences import Released, opened
from rmkit.exchange.mail import Attached, Mail, draft, safe_name
from rmkit.exchange.owned_folder import write_folder

__all__ = ["write_outbox"]

_ATTACHMENTS = "attachments"
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")

_README = """\
{head} Nothing was sent: you send them, when you have read them.
{told}{drafts}{merge}{paper}
Before you send
    Read two or three letters to the end. The names of the files hold ids, so that nobody's
    name shows in a list of files.
    The folder holds names and addresses. Delete it when the letters are sent.
"""
_DRAFTS = """
As drafts
    Each .eml file is one letter with its attachments. Open it with a double click.
    - Outlook for Windows (classic): it opens as a draft. Press Send.
    - Thunderbird: choose Message, then Edit As New Message. Press Send.
    - Apple Mail: choose Message, then Send Again. Press Send.
    The new Outlook and mail in the browser may only show such a file; then copy the text.

By copying
    letters.txt holds every letter with its address and subject. Copy each into a new mail, and
    attach the files that it names; they are in the folder "attachments".
"""
_MERGE = """
By mail merge
    {name} has one row a letter. In Word: Mailings, Select Recipients, Use an Existing
    List. The column "letter" tells the kinds apart; filter by it.
"""
_PAPER = """
On paper
    {name} holds the letters to people without an address that can be written to, each with its
    attachments and with a page for the window of an envelope. Every letter begins on a sheet of
    its own, also where both sides are printed.
"""


def write_outbox(
    folder: Path | str,
    mails: Sequence[Released[Mail]],
    *,
    date: datetime,
    merge: Attached | None = None,
    paper: Attached | None = None,
    on_paper: int = 0,
    told: Sequence[str] = (),
    on_progress: Callable[[float, str], None] | None = None,
) -> list[Path]:
    """Write the folder of drafts.

    Parameters
    ----------
    folder
        Where it is to be. It may be absent, empty, or an outbox that was written here before and
        has not been touched since; that one is replaced.
    mails
        The letters, each released to whom it goes to; no two with the same `reference`.
    date
        When they were written, with its time zone.
    merge
        The table for a mail merge, to lie in the folder too.
    paper, on_paper
        The letters to print for people without an address, and how many those are.
    told
        Sentences for whoever sends them: who gets no letter, and why.
    on_progress
        Told the share done and what is being done.

    Returns
    -------
    list of Path
        Every file written that is meant to be read, in order.

    Raises
    ------
    NotAllowed
        The folder holds other files, or drafts that somebody changed.
    NotSaved
        The folder could not be written; what was there is still there.
    """
    letters = [opened(mail, "self", where="The outbox") for mail in mails]
    _check_references(letters)

    def fill(made: Path) -> list[str]:
        said = _readme(letters, merge, paper, on_paper=on_paper, told=told)
        files = _beside(letters, said, *(it for it in (merge, paper) if it))
        for name, content in files.items():
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_bytes(content)
        for number, mail in enumerate(letters, start=1):
            (made / f"{mail.reference}.eml").write_bytes(draft(mail, date=date))
            if on_progress and (number % 10 == 0 or number == len(letters)):
                on_progress(number / len(letters), "writing letters")
        return [*files, *(f"{mail.reference}.eml" for mail in letters)]

    return write_folder(folder, fill)


def _beside(mails: Sequence[Mail], readme: str, *more: Attached) -> dict[str, bytes]:
    """Give what lies in the folder beside the drafts."""
    attached = _attachments(mails)
    files = {"README.txt": readme.encode("utf-8", "replace")}
    if mails:
        files["letters.txt"] = _as_text(mails, attached).encode("utf-8", "replace")
    files |= {safe_name(one.name): one.content for one in more}
    return files | attached


def _check_references(mails: Sequence[Mail]) -> None:
    references = [mail.reference for mail in mails]
    wrong = [it for it in references if not _REFERENCE.fullmatch(it)]
    if wrong or len({it.lower() for it in references}) < len(references):
        message = "every letter needs a reference of its own, made of letters, digits, - and _"
        raise ValueError(message)


def _attachments(mails: Sequence[Mail]) -> dict[str, bytes]:
    """Collect what is attached, each file once; a name that stands for two is told apart."""
    files: dict[str, bytes] = {}
    for mail in mails:
        for file in mail.attachments:
            files.setdefault(f"{_ATTACHMENTS}/{safe_name(file.name)}", file.content)
            files[f"{_ATTACHMENTS}/{_filed_as(mail, file, files)}"] = file.content
    return files


def _filed_as(mail: Mail, file: Attached, files: Mapping[str, bytes]) -> str:
    name = safe_name(file.name)
    same = files[f"{_ATTACHMENTS}/{name}"] == file.content
    return name if same else f"{mail.reference}-{name}"


def _as_text(mails: Sequence[Mail], files: Mapping[str, bytes]) -> str:
    letters = []
    for mail in mails:
        head = [f"[{mail.reference}]", f"To: {mail.to}", f"Subject: {one_line(mail.subject)}"]
        names = [_filed_as(mail, file, files) for file in mail.attachments]
        head += [f"Attach: {', '.join(names)}"] if names else []
        letters.append("\n".join(head) + f"\n\n{mail.plain.rstrip()}\n")
    return ("\n" + "=" * 78 + "\n\n").join(letters)


def _readme(
    mails: Sequence[Mail],
    merge: Attached | None,
    paper: Attached | None,
    *,
    on_paper: int,
    told: Sequence[str],
) -> str:
    n = len(mails)
    parts = [f"{n:,} {'letter' if n == 1 else 'letters'} to send"] if mails or not paper else []
    parts += [f"{on_paper:,} to print"] if paper else []
    lines = "".join(f"    - {one_line(sentence)}\n" for sentence in told)
    return _README.format(
        head=f"{' and '.join(parts)}.",
        told=f"\nTo know\n{lines}" if lines else "",
        drafts=_DRAFTS if mails else "",
        merge=_MERGE.format(name=safe_name(merge.name)) if merge else "",
        paper=_PAPER.format(name=safe_name(paper.name)) if paper else "",
    )
