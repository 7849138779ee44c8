"""What is this file really, and what remains of it when its hidden parts are gone?

Run as a program of its own (`python file_cleaning.py`, the file on stdin, the clean one on stdout), with bounded memory
and time: what is made to burst, bursts here and takes nothing along. Its last word on stderr is the kind of the file,
or why it is refused. It imports nothing of ours, so that it starts fast and can do nothing else.
"""

from __future__ import annotations

import io
import re
import resource
import sys
import warnings

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20
MAX_PIXELS = 80_000_000
MAX_SIDE = 4096  # a telephone's photograph fits; what is larger is made smaller
MAX_PDF_OBJECTS = 50_000
# What makes a PDF do something, or carry another file inside (ISO 32000-2: actions, embedded files, XFA, media).
ACTIVE = {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA", "/RichMediaContent"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
HIDDEN = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
REFUSED, REFUSED_STATUS = "refused:", 3


class Unfit(Exception):  # noqa: N818 - an answer, not an error
    """Why the file is not taken: unknown, broken, too_large, protected, active."""


def clean(data: bytes) -> tuple[str, bytes]:
    """The kind by content, and the file anew without what it said of camera, place, author or program."""
    if data.startswith(b"%PDF-"):
        return "application/pdf", clean_pdf(data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return clean_image(data)
    raise Unfit("unknown")


def clean_image(data: bytes) -> tuple[str, bytes]:
    """The picture drawn anew: nothing but its pixels goes over, turned the way the camera meant."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MAX_PIXELS:
            raise Unfit("too_large")
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Unfit("too_large") from error
    except (OSError, SyntaxError, ValueError, TypeError) as error:
        raise Unfit("broken") from error
    lossless = data.startswith(b"\x89PNG") or "A" in picture.getbands() or "transparency" in picture.info
    drawn = picture.convert("RGBA" if lossless else "RGB")
    bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG" if lossless else "JPEG", **({"optimize": True} if lossless else {"quality": 88}))
    return "image/png" if lossless else "image/jpeg", out.getvalue()


def clean_pdf(data: bytes) -> bytes:
    """The document written anew without its descriptions; refused when it is locked, broken or can act."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unfit("protected") from error
    except MemoryError as error:
        raise Unfit("too_large") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Unfit("broken") from error
    if document.is_encrypted:
        raise Unfit("protected")
    if len(document.objects) > MAX_PDF_OBJECTS:
        raise Unfit("too_large")
    if not len(document.pages):
        raise Unfit("broken")
    for one in document.objects:
        _look_through(one, pikepdf)
    for name in ("/Info", "/ID"):
        if name in document.trailer:
            del document.trailer[name]
    out = io.BytesIO()
    document.save(out, linearize=False, deterministic_id=True)
    return out.getvalue()


def _look_through(thing, pikepdf, depth: int = 0) -> None:  # type: ignore[no-untyped-def]
    """Refuse what acts, take away what describes; direct parts of an object too."""
    if depth > 40:
        raise Unfit("broken")
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _look_through(part, pikepdf, depth + 1)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    keys = set(thing.keys())
    if keys & ACTIVE or str(thing.get("/S", "")) in ACTIONS:
        raise Unfit("active")
    for name in keys & set(HIDDEN):
        del thing[name]
    if str(thing.get("/Subtype", "")) == "/Image":
        _look_at_image(thing, pikepdf)
    for name in set(thing.keys()):
        part = thing[name]
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _look_through(part, pikepdf, depth + 1)


def _look_at_image(image, pikepdf) -> None:  # type: ignore[no-untyped-def]
    if int(image.get("/Width", 0)) * int(image.get("/Height", 0)) > MAX_PIXELS:
        raise Unfit("too_large")
    filters = image.get("/Filter")
    only = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) == 1 else filters
    if isinstance(image, pikepdf.Stream) and str(only) == "/DCTDecode":
        image.write(bare_jpeg(image.read_raw_bytes()), filter=pikepdf.Name.DCTDecode,
                    decode_parms=image.get("/DecodeParms"))  # fmt: skip


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without what cameras and programs write into it (EXIF, XMP, IPTC, comments); its pixels untouched.

    Markers until the scan begins (ITU-T T.81 B.1): APP1, APP3 … APP13, APP15 and COM go; APP0, APP2 (colour) and
    APP14 (colour transform) stay.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        described = marker in (0xE1, 0xEF, 0xFE) or 0xE3 <= marker <= 0xED
        if not described:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, data[at:]])


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    try:
        kind, cleaned = clean(sys.stdin.buffer.read())
    except Unfit as why:
        sys.stderr.write(f"\n{REFUSED}{why}")
        return REFUSED_STATUS
    except MemoryError:
        sys.stderr.write(f"\n{REFUSED}too_large")
        return REFUSED_STATUS
    sys.stdout.buffer.write(cleaned)
    sys.stderr.write(f"\n{re.sub('[^a-z/]', '', kind)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
