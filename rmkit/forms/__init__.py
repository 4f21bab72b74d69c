"""What a facilitator touches in a notebook: forms, boards and panels; the only widgets here."""

from __future__ import annotations

from rmkit.forms.form_panel import form
from rmkit.forms.opening import open_programme
from rmkit.forms.start_panel import start

__all__ = ["form", "open_programme", "start"]
