"""Who runs the programme: the name and address that letters come from and questions go to."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Limit

from rmkit.definitions.inert import one_line
from rmkit.definitions.texts import Definition
from rmkit.errors import RmkitError, shown

__all__ = ["Coordinator"]

_ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


class Coordinator(Definition):
    """The person who runs the programme."""

    name: Annotated[str, AfterValidator(one_line), Limit(min_length=1, max_length=200)]
    email: Annotated[str, Limit(pattern=f"^{_ADDRESS.pattern}$", max_length=254)]

    @classmethod
    def parse(cls, text: str) -> Coordinator:
        """Read "Name <mail>".

        >>> Coordinator.parse("Rosa Vidal <rosa.vidal@example.org>").name
        'Rosa Vidal'
        """
        name, email = parseaddr(text)
        if not name or not _ADDRESS.fullmatch(email):
            message = f'"{shown(text)}" is not "Name <mail@...>". Write it so, with the brackets.'
            raise RmkitError(message)
        return cls(name=name, email=email)
