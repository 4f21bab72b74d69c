"""How JupyterLab saves a notebook under `rmkit lab`: what a person wrote, and nothing they saw.

Outputs show names and answers, and so does the state of widgets. They stay on the page for as
long as it is open, and reach neither the notebook's file nor its checkpoint. Cells with their
text, titles and attached pictures are kept to the last letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

__all__ = ["NotebooksWithoutOutputs", "without_outputs"]

_SEEN_IN_CELL = {"execution", "ExecuteTime"}
_OLDEST = 4  # the first format with cells as they are now; JupyterLab sends no older one


class NotebooksWithoutOutputs(AsyncLargeFileManager):
    """Jupyter's own manager of files, which saves notebooks without what they showed."""

    async def save(self, model: Mapping[str, Any], path: str = "") -> dict[str, Any]:
        """Save a file; of a notebook only what was written into it.

        Parameters
        ----------
        model
            As JupyterLab sends it; it stays as it is.
        path
            Where, below the folder of the notebooks.

        Returns
        -------
        dict
            What lies on the disk now, without its content.
        """
        is_notebook = model.get("type") == "notebook" and model.get("content")
        kept = {**model, "content": without_outputs(model["content"])} if is_notebook else model
        told = await super().save(dict(kept), path)  # type: ignore[no-untyped-call]
        return dict(told)


def without_outputs(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Give a notebook without outputs, numbers and times of runs, and the state of widgets.

    >>> shown = {"cell_type": "code", "source": "1", "outputs": ["1"], "execution_count": 3}
    >>> without_outputs({"cells": [shown], "metadata": {"widgets": {}}, "nbformat": 4})
    {'cells': [{'cell_type': 'code', 'source': '1', 'outputs': [], 'execution_count': None}],
     'metadata': {}, 'nbformat': 4}
    """
    if notebook.get("nbformat", _OLDEST) < _OLDEST:
        raise HTTPError(400, reason="This notebook is in a format before Jupyter 4")
    told = {name: it for name, it in notebook.get("metadata", {}).items() if name != "widgets"}
    return {
        **notebook,
        "metadata": told,
        "cells": [_without_output(cell) for cell in notebook.get("cells", ())],
    }


def _without_output(cell: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(cell)
    if "metadata" in kept:
        told = kept["metadata"].items()
        kept["metadata"] = {name: it for name, it in told if name not in _SEEN_IN_CELL}
    if kept.get("cell_type") == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept
