#!/usr/bin/python3
"""Derives pictures of many formats, sizes and qualities from a few photos: variants.py FOLDER < paths.json

Writes them into FOLDER, which should be a temporary one, and prints their paths as JSON. The same photos give the same
bytes. Needs Pillow 9.4 and NumPy.
"""

import json
import sys
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

JPEG_QUALITIES = (50, 75, 90, 95)
# Pillow's numbers for the sampling of colour.
SUBSAMPLINGS = {"444": 0, "422": 1, "420": 2}
LONGEST_SIDES = (100, 225, 333, 1000, 2000, 4000)
ORIENTATION_TAG = 274

# Name, size and sampling of large JPEGs with grain. At 224 x 224 the shorter sides of 896, 1792 and 3584 are the least
# that may be decoded at 1/2, 1/4 and 1/8.
GRAINY = (
    ("1195x896", (1195, 896), "420"),
    ("1920x1080-444", (1920, 1080), "444"),
    ("1920x1080-422", (1920, 1080), "422"),
    ("1920x1080-420", (1920, 1080), "420"),
    ("2390x1792", (2390, 1792), "420"),
    ("4000x3000", (4000, 3000), "420"),
    ("4780x3584", (4780, 3584), "420"),
)
MOSAICS = ((1920, 1080), (4780, 3584))


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


def grainy(photo: Image.Image, size, seed: int) -> Image.Image:
    """The photo enlarged to that size, and noise on every pixel, as an enlarged photo has no details of its own."""
    samples = np.asarray(ImageOps.fit(photo, size, Image.Resampling.LANCZOS)).astype(np.int16)
    grain = np.random.default_rng(seed).integers(-20, 21, samples.shape[:2], dtype=np.int16)
    return Image.fromarray(np.clip(samples + grain[..., None], 0, 255).astype(np.uint8))


def mosaic(photo: Image.Image, size) -> Image.Image:
    """As much of the photo beside its mirror images as fills that size, so that it is as sharp as a photo can be."""
    canvas = Image.new("RGB", size)
    for y in range(0, size[1], photo.height):
        for x in range(0, size[0], photo.width):
            is_mirrored = (x // photo.width + y // photo.height) % 2 == 1
            canvas.paste(ImageOps.mirror(photo) if is_mirrored else photo, (x, y))
    return canvas


def large(original: Image.Image, photo: Image.Image, seed: int):
    """Pictures so large that they are decoded at a reduced scale, with much that is lost by it."""
    for name, size, sampling in GRAINY:
        options = {"quality": 90, "subsampling": SUBSAMPLINGS[sampling]}
        yield f"grain-{name}.jpg", grainy(original, size, seed), options
    for size in MOSAICS:
        yield f"mosaic-{size[0]}x{size[1]}.jpg", mosaic(photo, size), {"quality": 90}


def main() -> None:
    folder = Path(sys.argv[1])
    written = []
    for index, path in enumerate(json.load(sys.stdin)):
        with Image.open(path) as image:
            original = ImageOps.exif_transpose(image).convert("RGB")
        photo = scaled(original, 512)
        sizes = ((f"{side}px.jpg", scaled(original, side), {"quality": 85}) for side in LONGEST_SIDES)
        small = (*jpegs(photo), *others(photo), *oriented(photo, index))
        for name, picture, options in chain(small, sizes, large(original, photo, index)):
            target = folder / f"{index:02}-{Path(path).stem}-{name}"
            picture.save(target, **options)
            written.append(str(target))
    json.dump(written, sys.stdout)


if __name__ == "__main__":
    main()
