# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Files from outside: judged by their content, kept without what they tell aside."""

import io

from PIL import Image, ImageOps

#: Points of a picture: those of a telephone's camera. A small file may unfold to
#: more than a memory holds.
MAX_POINTS = 52_000_000
#: Where a photograph tells place, device and owner: Exif and XMP, IPTC, comments.
_JPEG_PRIVATE = {0xE1, 0xED, 0xFE}
#: Without a length and a content: nothing of them is needed before the picture.
_JPEG_BARE = {0x00, 0x01, *range(0xD0, 0xD9)}
_JPEG_INSIDE = {b"\x00", b"\xff", *(bytes([restart]) for restart in range(0xD0, 0xD8))}
_PNG_PRIVATE = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_ORIENTATION = 0x0112


def is_readable(content, mimetype):
    """Whether the bytes are a whole file of the kind that their start promises."""
    if mimetype == "application/pdf":
        return b"%%EOF" in content[-2048:]
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_POINTS:
                return False
            image.verify()
    # Pillow raises whatever the broken bytes led it to.
    except Exception:
        return False
    return True


def strip_metadata(content, mimetype):
    """The picture without Exif and the like (KVKK m.4: no more than is needed)."""
    if mimetype == "image/jpeg":
        with Image.open(io.BytesIO(content)) as image:
            if image.getexif().get(_ORIENTATION, 1) != 1:
                # The turn would be lost with the Exif: take it into the picture.
                output = io.BytesIO()
                ImageOps.exif_transpose(image).save(output, "JPEG", quality=92)
                content = output.getvalue()
        return _strip_jpeg(content)
    if mimetype == "image/png":
        return _strip_png(content)
    return content


def _strip_jpeg(content):
    """Until the end of the picture: what cameras append (a film, another picture)
    tells as much as what they write before it."""
    kept, position = [content[:2]], 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker == 0xFF:  # a fill byte: any number may stand before a marker
            position += 1
            continue
        if marker in _JPEG_BARE:
            position += 2
            continue
        if marker == 0xD9:
            break
        end = position + 2 + int.from_bytes(content[position + 2 : position + 4], "big")
        if marker == 0xDA:  # the picture itself follows, or one pass of it
            end = _find_marker(content, end)
        if marker not in _JPEG_PRIVATE:
            kept.append(content[position:end])
        position = end
    return b"".join(kept) + b"\xff\xd9"


def _find_marker(content, position):
    """Where the next part begins: FF 00 and the restarts belong to the picture."""
    while (position := content.find(b"\xff", position)) >= 0:
        following = content[position + 1 : position + 2]
        if following not in _JPEG_INSIDE:
            return position
        position += 1 if following == b"\xff" else 2
    return len(content)


def _strip_png(content):
    kept, position = [content[:8]], 8
    while position + 12 <= len(content):
        length = 12 + int.from_bytes(content[position : position + 4], "big")
        kind = content[position + 4 : position + 8]
        if kind not in _PNG_PRIVATE:
            kept.append(content[position : position + length])
        if kind == b"IEND":
            break
        position += length
    return b"".join(kept)
