"""Are the files that people send taken by what they are, bare of what they hide, and given out as downloads only?"""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
import zlib
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import RequestFactory
from PIL import Image

from ovi.foundation.refusals import Refused
from ovi.plumbing import files, jobs
from ovi.plumbing.actor import ANONYMOUS, system
from ovi.plumbing.file_scanning import scan_file, waiting_files
from ovi.plumbing.models import AuditEvent, StoredContent, StoredFile
from ovi.plumbing.settings import settings
from ovi.plumbing.states import FileState
from ovi.plumbing.uploads import BoundedUploads, upload_was_too_large

GPS, MAKE = 0x8825, 0x010F


def photograph(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """A picture that says where it was taken and with what."""
    exif = Image.Exif()
    exif[MAKE] = "Secretcam"
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(GPS)[2] = (61.0, 29.0, 53.0)
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(out, kind, exif=exif)
    return out.getvalue()


def paper(change=None, **saving: object) -> bytes:  # type: ignore[no-untyped-def]
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "Secret Author"
    with document.open_metadata() as described:
        described["dc:creator"] = ["Secret Author"]
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def stored(data: bytes, name: str = "kuva.jpg", *, now) -> StoredFile:  # type: ignore[no-untyped-def]
    return files.store_file(data=data, name=name, by=ANONYMOUS, now=now)


def content(file: StoredFile) -> bytes:
    return bytes(StoredContent.objects.get(file=file).data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels_and_loses_where_it_was_taken(db, now, kind):
    given = photograph(kind)
    assert b"Secretcam" in given
    file = stored(given, now=now)
    kept = content(file)
    assert b"Secretcam" not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert picture.size == (48, 64), "turned as the camera meant"
    assert file.kind == ("image/png" if kind == "PNG" else "image/jpeg")
    assert AuditEvent.objects.filter(action="plumbing.store_file", object_id=str(file.pk)).exists()


def test_a_transparent_picture_stays_so_and_a_huge_one_is_made_smaller(db, now):
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "WEBP", lossless=True)
    assert Image.open(io.BytesIO(content(stored(out.getvalue(), now=now)))).getpixel((0, 0))[3] == 0  # type: ignore[index]
    out = io.BytesIO()
    Image.new("L", (9000, 100)).save(out, "PNG")
    assert max(Image.open(io.BytesIO(content(stored(out.getvalue(), now=now)))).size) == 4096


def test_a_paper_loses_its_author_also_inside_its_pictures(db, now):
    def picture(document: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(document, photograph(size=(8, 8)), Type=pikepdf.Name.XObject,
                               Subtype=pikepdf.Name.Image, Width=8, Height=8, Filter=pikepdf.Name.DCTDecode)  # fmt: skip  # noqa: E501
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=document.make_indirect(image)))

    given = paper(picture)
    assert b"Secret" in given
    file = stored(given, "lasku.pdf", now=now)
    kept = content(file)
    assert (file.kind, file.name) == ("application/pdf", "lasku.pdf")
    assert b"Secret" not in kept
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert len(document.pages) == 1
        assert len(document.pages[0].Resources.XObject.Im0.read_raw_bytes()) > 100
        assert "/Metadata" not in document.Root
        assert not len(document.docinfo)


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link,
                              A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))  # fmt: skip  # noqa: E501
    document.pages[0].Annots = pikepdf.Array([note])


def _carries(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = b"MZ"


def _crowded(document: pikepdf.Pdf) -> None:
    document.Root.Crowd = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(N=n)) for n in range(50_100)])


def _vast(document: pikepdf.Pdf) -> None:
    data = zlib.compress(b"\0" * 100)
    document.Root.Vast = document.make_indirect(pikepdf.Stream(
        document, data, Subtype=pikepdf.Name.Image, Width=90_000, Height=90_000, Filter=pikepdf.Name.FlateDecode))  # fmt: skip  # noqa: E501


def _bomb_png() -> bytes:
    """A PNG of 60 000 × 60 000 white points in a few kilobytes of file."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _object_stream_bomb() -> bytes:
    """A PDF whose object stream unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 16_000_000) for _ in range(128)) + packer.flush()
    head = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length " + str(len(packed)).encode()
    body = head + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
    at = len(body)
    rows = bytes([1, 0, 0, 9, 0, 2, 0, 0, 1, 0])
    table = (b"3 0 obj\n<</Type/XRef/Size 3/W[1 3 1]/Index[1 2]/Root 2 0 R/Length 10>>\nstream\n" + rows
             + b"\nendstream\nendobj\nstartxref\n" + str(at).encode() + b"\n%%EOF")  # fmt: skip  # noqa: E501
    return body + table


@pytest.mark.parametrize(
    ("what", "make", "code"),
    [
        ("nothing", lambda: b"", "file.empty"),
        ("a program", lambda: b"MZ" + b"\0" * 500, "file.unknown"),
        ("an archive", lambda: b"PK\x03\x04" + b"\0" * 500, "file.unknown"),
        ("a page of a site", lambda: b"<html><script>alert(1)</script>", "file.unknown"),
        ("a drawing that can run", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "file.unknown"),
        ("a picture by its first bytes only", lambda: b"\xff\xd8\xff\xe0" + b"<script>" * 50, "file.broken"),
        ("half a picture", lambda: photograph(size=(300, 300))[:900], "file.broken"),
        ("half a paper", lambda: paper()[:40], "file.broken"),
        ("a paper with a script", lambda: paper(_script), "file.active"),
        ("a paper that starts a program", lambda: paper(_launch), "file.active"),
        ("a paper that carries a file", lambda: paper(_carries), "file.active"),
        ("a locked paper", lambda: paper(encryption=pikepdf.Encryption(owner="a", user="b")), "file.protected"),
        ("a paper locked for changes", lambda: paper(encryption=pikepdf.Encryption(owner="a", user="")),
         "file.protected"),
        ("a crowded paper", lambda: paper(_crowded), "file.too_large"),
        ("a paper with a vast picture", lambda: paper(_vast), "file.too_large"),
        ("a bursting picture", _bomb_png, "file.too_large"),
        ("too many bytes", lambda: b"\xff\xd8\xff" + b"\0" * 10_000_000, "file.too_large"),
    ],
)  # fmt: skip
def test_what_is_not_fit_is_refused_and_leaves_nothing(db, now, what, make, code):
    with pytest.raises(Refused) as refused:
        stored(make(), now=now)
    assert refused.value.code == code, what
    assert len(refused.value.message) > 20
    assert not StoredFile.objects.exists()


def test_a_paper_that_unpacks_without_end_bursts_only_its_own_process(db, now):
    bomb = _object_stream_bomb()
    assert len(bomb) < 10_000_000
    with pytest.raises(Refused) as refused:
        stored(bomb, now=now)
    assert refused.value.code in ("file.broken", "file.too_large")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\Matti\\kuva.PNG", "kuva.png"),
        ("lasku\u202egnp.exe", "laskugnp.png"),
        ("ihottuma\x00\n\t.png", "ihottuma.png"),
        ("   .htaccess", "file.png"),
        ("", "file.png"),
        ("😀 ja ä.png", "😀 ja ä.png"),
        ('a"b<c>|d?.png', "a_b_c__d_.png"),
        ("x" * 500, "x" * 100 + ".png"),
    ],
)
def test_a_name_hides_nothing(given, kept):
    assert files.clean_name(given, "image/png") == kept


def test_room_is_for_five_files_and_thirty_megabytes():
    full = [StoredFile(size=1)] * 5
    with pytest.raises(Refused, match="five"):
        files.require_room(full, size=1)
    with pytest.raises(Refused, match="five"):
        files.require_room([StoredFile(size=9_999_999)] * 3, size=1_000_000)
    files.require_room(full[:4], size=1)


def test_a_download_is_one_and_its_reading_is_noted(db, now):
    file = stored(photograph("PNG"), "ihottuma ä.png", now=now)
    request = RequestFactory().get("/")
    answer = files.download(request, file, page="file", shown=[])
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''ihottuma")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert request.ovi_access == [("file", ())]  # type: ignore[attr-defined]
    assert bytes(answer.content) == content(file)


def scanner(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    """A scanner that finds something where the picture's file ends in the byte given, as a command."""
    code = f"import sys,pathlib; assert len(pathlib.Path(sys.argv[1]).read_bytes()) > 50; sys.exit({status})"
    monkeypatch.setattr(settings(), "scan_command", shlex.join([sys.executable, "-c", code]))


@pytest.mark.parametrize(("status", "state"), [("0", "may_be_opened"), ("1", "blocked")])
def test_a_file_waits_for_the_scanner_and_opens_only_when_clean(db, now, monkeypatch, status, state):
    scanner(monkeypatch, status)
    file = stored(photograph(), now=now)
    assert file.state == FileState.BEING_CHECKED
    with pytest.raises(Refused, match="still being checked"):
        files.download(RequestFactory().get("/"), file, page="file", shown=[])
    assert scan_file(file_id=file.pk, by=system("scanning"), now=now) == state
    assert scan_file(file_id=file.pk, by=system("scanning"), now=now) is None
    file.refresh_from_db()
    assert (file.state, file.checked_at) == (state, now)
    if state == "blocked":
        with pytest.raises(Refused, match="harmful"):
            files.download(RequestFactory().get("/"), file, page="file", shown=[])


def test_a_scanner_that_does_not_answer_is_asked_again(db, now, monkeypatch):
    scanner(monkeypatch, "2")
    file = stored(photograph(), now=now)
    with pytest.raises(RuntimeError, match="status 2"):
        scan_file(file_id=file.pk, by=system("scanning"), now=now)
    assert waiting_files(before=now + timedelta(minutes=1)) == [file.pk]
    monkeypatch.setattr("ovi.plumbing.jobs.clock.now", lambda: now + timedelta(minutes=11))
    scan_left = jobs.scan_files_left_behind.func
    scan_left(timestamp=0)
    assert StoredFile.objects.get().state == FileState.BEING_CHECKED
    scanner(monkeypatch, "0")
    scan_left(timestamp=0)
    assert StoredFile.objects.get().state == FileState.MAY_BE_OPENED


def test_what_is_taken_back_is_gone(db, now):
    file = stored(photograph(), now=now)
    files.drop_file(file=file, by=ANONYMOUS, now=now)
    assert not StoredContent.objects.exists()


def test_a_flood_of_bytes_is_let_go_as_it_comes():
    big = SimpleUploadedFile("a.jpg", b"\0" * 10_100_000)
    request = RequestFactory().post("/", {"file": big, "words": "kept"})
    request.upload_handlers = [BoundedUploads(request), MemoryFileUploadHandler(request)]
    assert not request.FILES
    assert request.POST["words"] == "kept"
    assert upload_was_too_large(request)


def test_the_cleaner_stands_by_itself():
    """It imports nothing of ours, so it starts wherever Python does."""
    done = subprocess.run(
        [sys.executable, "-I", str(files._CLEANER)], input=photograph(), capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr.endswith(b"image/jpeg")
