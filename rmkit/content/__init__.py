"""What is said: principles, letters and plans, as Markdown and YAML files with their reader."""

from rmkit.content.filling import FilledLetter, fill
from rmkit.content.model import Letter, Placeholder, Principles
from rmkit.content.shelf import edited, letter, letters, principles, read_letter

__all__ = [
    "FilledLetter",
    "Letter",
    "Placeholder",
    "Principles",
    "edited",
    "fill",
    "letter",
    "letters",
    "principles",
    "read_letter",
]
