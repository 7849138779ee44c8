"""How much may one request carry in? Counted as it comes, so that a huge file fills neither memory nor disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from ovi.plumbing.files import MAX_BYTES, MAX_TOTAL


class BoundedUploads(FileUploadHandler):
    """Stands before Django's own handlers and lets go of a file as soon as it is larger than any we take."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = self.of_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.of_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.total += len(raw_data)
        self.of_file += len(raw_data)
        if self.of_file > MAX_BYTES or self.total > MAX_TOTAL:
            if self.request is not None:
                self.request.ovi_upload_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def upload_was_too_large(request: HttpRequest) -> bool:
    """Did the request carry a file that was let go for its size? Its form then has no file, and says why."""
    return bool(getattr(request, "ovi_upload_too_large", False))
