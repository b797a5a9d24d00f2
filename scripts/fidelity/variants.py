#!/usr/bin/python3
"""Derives pictures of many formats, sizes and qualities from a few photos: variants.py FOLDER < paths.json

Writes them into FOLDER, which should be a temporary one, and prints their paths as JSON. Needs Pillow 9.4.
"""

import json
import sys
from pathlib import Path

from PIL import Image, ImageOps

JPEG_QUALITIES = (50, 75, 90, 95)
# Pillow's numbers for the sampling of colour.
SUBSAMPLINGS = {"444": 0, "422": 1, "420": 2}
LONGEST_SIDES = (100, 225, 333, 1000, 2000, 4000)
ORIENTATION_TAG = 274


def scaled(photo: Image.Image, longest: int) -> Image.Image:
    """The photo with its longer side at that many pixels, the shorter one at one pixel at least."""
    factor = longest / max(photo.size)
    return photo.resize([max(1, round(side * factor)) for side in photo.size], Image.Resampling.LANCZOS)


def cropped(photo: Image.Image, width: int, height: int) -> Image.Image:
    """That many pixels, at most, out of the middle."""
    width, height = min(width, photo.width), min(height, photo.height)
    left, top = (photo.width - width) // 2, (photo.height - height) // 2
    return photo.crop((left, top, left + width, top + height))


def fading(photo: Image.Image) -> Image.Image:
    """The photo, opaque at the top and transparent at the bottom."""
    alpha = ImageOps.invert(Image.linear_gradient("L")).resize(photo.size)
    return Image.merge("RGBA", (*photo.split(), alpha))


def jpegs(photo: Image.Image):
    """(name, picture, save options) of one 512-pixel photo as JPEG."""
    for quality in JPEG_QUALITIES:
        for name, subsampling in SUBSAMPLINGS.items():
            yield f"q{quality}-{name}.jpg", photo, {"quality": quality, "subsampling": subsampling}
    yield "progressive.jpg", photo, {"quality": 85, "progressive": True}
    yield "grey.jpg", photo.convert("L"), {"quality": 85}
    yield "cmyk.jpg", photo.convert("CMYK"), {"quality": 85}
    for width, height in ((301, 257), (256, 256), (480, 160), (160, 480)):
        yield f"crop-{width}x{height}.jpg", cropped(photo, width, height), {"quality": 85}


def others(photo: Image.Image):
    """The same in the other formats."""
    yield "rgb.png", photo, {}
    yield "palette.png", photo.quantize(256), {}
    yield "alpha.png", fading(photo), {}
    yield "lossy.webp", photo, {"quality": 80}
    yield "lossless.webp", photo, {"lossless": True}
    yield "alpha.webp", fading(photo), {"quality": 80}
    yield "rgb.bmp", photo, {}
    yield "palette.bmp", photo.quantize(256), {}
    yield "palette.gif", photo.quantize(256), {}
    yield "lzw.tiff", photo, {"compression": "tiff_lzw"}


def oriented(photo: Image.Image, index: int):
    """Two of the seven orientations that are not upright, other ones for each photo."""
    for orientation in (2 + index % 7, 2 + (index + 3) % 7):
        exif = Image.Exif()
        exif[ORIENTATION_TAG] = orientation
        yield f"orientation-{orientation}.jpg", photo, {"quality": 85, "exif": exif}


def main() -> None:
    folder = Path(sys.argv[1])
    written = []
    for index, path in enumerate(json.load(sys.stdin)):
        with Image.open(path) as image:
            original = ImageOps.exif_transpose(image).convert("RGB")
        photo = scaled(original, 512)
        sizes = ((f"{side}px.jpg", scaled(original, side), {"quality": 85}) for side in LONGEST_SIDES)
        for name, picture, options in (*jpegs(photo), *others(photo), *oriented(photo, index), *sizes):
            target = folder / f"{index:02}-{Path(path).stem}-{name}"
            picture.save(target, **options)
            written.append(str(target))
    json.dump(written, sys.stdout)


if __name__ == "__main__":
    main()
