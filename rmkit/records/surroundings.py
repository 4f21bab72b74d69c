"""Where a programme file lies, and what endangers it there: syncing, shares, conflicting copies.

A programme that synchronises a folder copies the file behind SQLite's back. Two machines that
change it then have two files, and one of them loses. Nothing here can prevent that; it is said.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["dangers"]

_SERVICES: Mapping[str, str] = {
    r"onedrive\b.*": "OneDrive",
    r"dropbox\b.*": "Dropbox",
    r"google ?drive\b.*|my drive": "Google Drive",
    r"mobile documents|com~apple~clouddocs|icloud ?drive": "iCloud",
    r"nextcloud\d*": "Nextcloud",
    r"owncloud\d*": "ownCloud",
    r"seafile|seadrive": "Seafile",
    r"box sync|box-box": "Box",
    r"pcloud ?(drive|sync)?": "pCloud",
    r"mega(sync)?": "MEGA",
    r"proton ?drive\b.*": "Proton Drive",
}
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
_SHARES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "davfs", "afs"}
_CONFLICT = re.compile(r"conflict|konflikt|conflit", re.IGNORECASE)


def dangers(path: Path) -> list[str]:
    """Say what may go wrong where a file lies, each in a sentence with what to do.

    Parameters
    ----------
    path
        The programme file, absolute.

    Returns
    -------
    list of str
        Empty where nothing is known to be wrong; that is no promise.
    """
    name, found = f'"{path.name}"', []
    if service := _synchronised_by(path):
        found.append(
            f"{name} lies in a folder that {service} synchronises. If two machines change it, the "
            "changes of one are lost: move it to a folder of this machine alone, and make backups."
        )
    if _is_on_a_share(path):
        found.append(
            f"{name} lies on a network share, where two people may spoil each other's changes. "
            "Work on it from one machine only, or move it to this one."
        )
    found += [
        f'Beside {name} lies "{copy}", which a synchronising program made because two machines '
        "changed the file. Open both, and keep the one that holds what you did last."
        for copy in _conflicting_copies(path)
    ]
    return found


def _synchronised_by(path: Path) -> str:
    folders = [folder for folder in path.resolve().parents if folder.name]
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if Path(os.environ.get(variable) or os.devnull) in folders:
            return "OneDrive"
    for folder in folders:
        for pattern, service in _SERVICES.items():
            if re.fullmatch(pattern, folder.name, re.IGNORECASE):
                return service
        for marker, service in _MARKERS.items():
            with contextlib.suppress(OSError):
                if (folder / marker).exists():
                    return service
    return ""


def _is_on_a_share(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = path.resolve().drive
        remote = 4  # DRIVE_REMOTE
        return (
            drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == remote
        )
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # macOS has no such list
        return False
    kinds = dict(line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2)
    for folder in path.resolve().parents:
        if (kind := kinds.get(str(folder).replace(" ", r"\040"))) is not None:
            return kind in _SHARES
    return False


def _conflicting_copies(path: Path) -> list[str]:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return []
    return [
        name
        for name in names
        if name.startswith(path.stem)
        and name.endswith(path.suffix)
        and _CONFLICT.search(name.removeprefix(path.stem))
    ]
