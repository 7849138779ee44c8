"""What becomes of a file that somebody sends? It is checked first, where a scanner is set; then it may be opened."""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """BEING_CHECKED: the scanner has not answered. MAY_BE_OPENED: clean, or no scanner is set. BLOCKED: found bad."""

    BEING_CHECKED = "being_checked"
    MAY_BE_OPENED = "may_be_opened"
    BLOCKED = "blocked"


FILE_TRANSITIONS: dict[FileState, frozenset[FileState]] = {
    FileState.BEING_CHECKED: frozenset({FileState.MAY_BE_OPENED, FileState.BLOCKED}),
    FileState.MAY_BE_OPENED: frozenset(),
    FileState.BLOCKED: frozenset(),
}
