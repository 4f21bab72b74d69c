"""One change to the programme file: all of it is saved and logged, or none of it.

A change is made by `ProgrammeFile.change` and ends with its `with` block. What it saves is what a
coordinator decided; whether a step may be taken is for the programme to judge. Saving what is
there already changes nothing and leaves no entry in the history, so an import can be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rmkit.records import schema
from rmkit.records.collecting import Collecting
from rmkit.records.model import Info, Retention
from rmkit.records.pairing import Pairing
from rmkit.records.rights import Rights
from rmkit.records.rows import as_row

__all__ = ["Change"]


class Change(Collecting, Pairing, Rights):
    """What can be saved in one transaction. Reading from it shows what it saved so far."""

    def save_info(self, info: Info) -> bool:
        """Save another name, organisation or language; say whether that changed anything."""
        there = self.info
        kept = replace(info, id=there.id, created_at=there.created_at)
        return self.put(schema.programme, as_row(schema.programme, kept))

    def save_document(self, kind: str, name: str, content: Mapping[str, object]) -> bool:
        """Save a document in place of the one of this kind and name; its version counts up.

        Kinds are objective, questionnaire, mapping, letter, rules, plan and what else a step
        needs to remember. Say whether that changed anything.
        """
        before = self.one(schema.documents, {"kind": kind, "name": name})
        row = as_row(
            schema.documents,
            kind=kind,
            name=name,
            version=before["version"] + 1 if before else 1,
            saved_at=self.ledger.at,
            content=content,
        )
        if before is not None and before["content"] == row["content"]:
            return False
        return self.put(schema.documents, row)

    def add_documents(self, kind: str, contents: Mapping[str, Mapping[str, object]]) -> None:
        """Add documents under names that none has yet, much quicker than one by one."""
        at = self.ledger.at
        rows = [
            as_row(schema.documents, kind=kind, name=name, version=1, saved_at=at, content=content)
            for name, content in contents.items()
        ]
        self.put_over(schema.documents, [(None, row) for row in rows])

    def save_retention(self, retention: Retention) -> bool:
        """Save what a class of data is kept for and until when; say whether that is new."""
        return self.put(schema.retention, as_row(schema.retention, retention))
