#!/usr/bin/python3
"""Prints what Pillow makes of JPEG files at 1/1, 1/2, 1/4 and 1/8: reduced_reference.py FILE...

One line a file for test/decoding/jpeg-kernel.spec.ts: the first 16 digits of the SHA-256 of its RGB bytes at each of
the four scales. Image.draft() chooses the scale; libjpeg-turbo then makes fewer samples out of each block.
Needs Pillow 9.4 (Debian: python3-pil).
"""

import hashlib
import sys
from pathlib import Path

from PIL import Image


def reduced(path: str, scale: int) -> Image.Image:
    """The picture at that part of its size, each side rounded up."""
    image = Image.open(path)
    width, height = image.size
    image.draft("RGB", (max(1, width // scale), max(1, height // scale)))
    assert image.size == (-(-width // scale), -(-height // scale)), f"{path}: draft() refuses 1/{scale}"
    return image.convert("RGB")


def main() -> None:
    for path in sys.argv[1:]:
        hashes = [hashlib.sha256(reduced(path, scale).tobytes()).hexdigest()[:16] for scale in (1, 2, 4, 8)]
        print(Path(path).name, *hashes)


if __name__ == "__main__":
    main()
