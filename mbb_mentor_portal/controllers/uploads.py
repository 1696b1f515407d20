# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Files from outside: judged by their content, kept without what they tell aside."""

import io

from PIL import Image, ImageOps

#: Where a photograph tells place, device and owner: Exif and XMP, IPTC, comments.
_JPEG_PRIVATE = {0xE1, 0xED, 0xFE}
_PNG_PRIVATE = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_ORIENTATION = 0x0112


def is_readable(content, mimetype):
    """Whether the bytes are a whole file of the kind that their start promises."""
    if mimetype == "application/pdf":
        return b"%%EOF" in content[-2048:]
    try:
        with Image.open(io.BytesIO(content)) as image:
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
    kept, position = [content[:2]], 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker == 0xDA:  # the picture itself
            break
        length = 2 + int.from_bytes(content[position + 2 : position + 4], "big")
        if marker not in _JPEG_PRIVATE:
            kept.append(content[position : position + length])
        position += length
    return b"".join(kept) + content[position:]


def _strip_png(content):
    kept, position = [content[:8]], 8
    while position + 12 <= len(content):
        length = 12 + int.from_bytes(content[position : position + 4], "big")
        if content[position + 4 : position + 8] not in _PNG_PRIVATE:
            kept.append(content[position : position + length])
        position += length
    return b"".join(kept)
