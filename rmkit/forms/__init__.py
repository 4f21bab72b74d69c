"""What a facilitator touches in a notebook: forms, boards and panels. The only room with widgets."""

from __future__ import annotations

from rmkit.forms.form import form

__all__ = ["form"]
