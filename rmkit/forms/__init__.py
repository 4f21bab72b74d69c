"""What a facilitator touches in a notebook: forms, boards and panels; the only widgets here."""

from __future__ import annotations

from rmkit.forms.form_panel import form

__all__ = ["form"]
