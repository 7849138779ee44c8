"""In which encoding is a text file, and by what are its columns separated? Found from the whole file, never guessed.

UTF-8 shows itself: other encodings almost never form it by chance. A file where some lines are UTF-8 with letters
beyond ASCII and others are not UTF-8 at all was pasted together from two sources and is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ovi.foundation.refusals import Fault, Refused

_CHUNK = 8 * 1024 * 1024
_NAMED = 5
_SEPARATORS = ";,\t"
# Bytes that Windows-1252 gives no letter; C1 control characters in Latin-1, which no text has.
_NO_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_C1 = bytes(range(0x80, 0xA0))


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a delimited file is written."""

    encoding: str  # utf-8, iso-8859-1 or windows-1252
    separator: str
    header: tuple[str, ...]


def text_form(path: Path) -> TextForm:
    """The encoding, separator and column names of a delimited file; Refused when they cannot be told for certain."""
    encoding = _encoding(path)
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 20).decode("utf-8-sig" if encoding == "utf-8" else encoding).rstrip("\r\n")
    except OSError as error:
        raise _unreadable(path, error.strerror or "") from error
    counts = {one: first.count(one) for one in _SEPARATORS}
    separator = max(counts, key=lambda one: counts[one])
    rivals = [one for one in _SEPARATORS if one != separator and counts[one] == counts[separator]]
    if not counts[separator] or rivals:
        what = "its first line shows no separator. Write the column names on it, with ; or , between."
        raise _unreadable(path, what)
    names = [name.strip().strip('"').strip() for name in first.split(separator)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise _unreadable(path, f"its first line has the column {', '.join(twice)} twice.")
    return TextForm(encoding, separator, tuple(names))


def _unreadable(path: Path, what: str) -> Refused:
    return Refused(f"{path.name} cannot be read: {what}", code="facts.unreadable_file", faults=[Fault(path.name, what)])


def _encoding(path: Path) -> str:
    """One pass over the file in pieces of whole lines."""
    seen = _Seen()
    line, rest = 1, b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                whole, mark, rest_after = (rest + chunk).rpartition(b"\n")
                seen.read(whole + mark, line)
                line += whole.count(b"\n") + bool(mark)
                rest = rest_after
    except OSError as error:
        raise _unreadable(path, error.strerror or "") from error
    seen.read(rest, line)
    return seen.verdict(path)


class _Seen:
    """Which lines have which kind of bytes."""

    def __init__(self) -> None:
        self.utf8: list[int] = []
        self.other: list[int] = []
        self.windows = False
        self.impossible: list[int] = []
        self.nul: list[int] = []

    def read(self, piece: bytes, line: int) -> None:
        if b"\0" in piece:
            self.nul.append(line + piece[: piece.index(b"\0")].count(b"\n"))
        if piece.isascii():
            return
        if not self.other and _is_utf8(piece):
            if len(self.utf8) < _NAMED:
                self.utf8.append(line + next(n for n, one in enumerate(piece.split(b"\n")) if not one.isascii()))
            return
        for number, one in enumerate(piece.split(b"\n"), line):
            if not one.isascii():
                self._read_line(one, number)

    def _read_line(self, one: bytes, number: int) -> None:
        if _is_utf8(one):
            if len(self.utf8) < _NAMED:
                self.utf8.append(number)
            return
        if len(self.other) < _NAMED:
            self.other.append(number)
        if controls := set(one).intersection(_C1):
            self.windows = True
            if controls & _NO_WINDOWS and len(self.impossible) < _NAMED:
                self.impossible.append(number)

    def verdict(self, path: Path) -> str:
        if self.nul:
            raise _unreadable(path, f"line {self.nul[0]} holds the NUL character; it is no text file, or is UTF-16.")
        if self.other and self.utf8:
            faults = [
                Fault(f"{path.name}, line {', '.join(map(str, self.utf8))} …", "is UTF-8."),
                Fault(
                    f"{path.name}, line {', '.join(map(str, self.other))} …", "is not UTF-8 (Latin-1 or Windows-1252)."
                ),
            ]
            message = (
                f"{path.name} mixes two encodings, so some letters would come out wrong. Write it anew in one of them."
            )
            raise Refused(message, code="facts.mixed_encodings", faults=faults)
        if self.impossible:
            lines = ", ".join(map(str, self.impossible))
            raise _unreadable(path, f"line {lines} is neither UTF-8, Latin-1 nor Windows-1252.")
        if self.other:
            return "windows-1252" if self.windows else "iso-8859-1"
        return "utf-8"


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
