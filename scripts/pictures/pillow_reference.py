#!/usr/bin/python3
"""Fills test/pictures/expected.json with what Pillow makes of every valid picture.

Run after scripts/draw-pictures.ts, and only when a valid picture changed; needs Pillow 9.4 and NumPy
(Debian: python3-pil, python3-numpy). The committed expected.json spares the tests from needing Python.

The reference is what a viewer shows, as 224 x 224 RGB: the EXIF orientation applied, 16 bits shifted to 8,
transparency flattened on white, and the whole resized with Pillow's bicubic filter.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

PICTURES = Path(__file__).resolve().parents[2] / "test" / "pictures"
SIZE = (224, 224)


def flattened(image: Image.Image) -> Image.Image:
    """The picture on a white ground."""
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")


def colour_keyed(image: Image.Image, key) -> Image.Image:
    """White wherever the samples equal the colour key of tRNS (PNG specification, 11.3.2.1)."""
    pixels = np.array(image.convert("RGB"))
    pixels[np.all(pixels == np.broadcast_to(key, 3), axis=-1)] = 255
    return Image.fromarray(pixels)


def on_whole_screen(image: Image.Image, frame_box) -> Image.Image:
    """The first frame of a GIF on a white screen; Pillow paints what it leaves free with a palette colour."""
    screen = Image.new("RGB", image.size, (255, 255, 255))
    screen.paste(flattened(image).crop(frame_box), frame_box[:2])
    return screen


def decoded(path: Path) -> tuple[Image.Image, str]:
    """The upright RGB picture, and how it was made where plain Pillow would not do."""
    image = Image.open(path)
    mode = image.mode
    box = image.tile[0][1] if image.format == "GIF" else None
    key = image.info.get("transparency")
    image.load()
    if image.format != "TIFF":
        # Pillow turns a TIFF while it loads it; exif_transpose would turn it a second time.
        image = ImageOps.exif_transpose(image)
    if mode == "I" or mode.startswith("I;16"):
        # convert("RGB") would clip every value above 255 to white.
        high_bytes = (np.array(image).astype(np.uint32) >> 8).astype(np.uint8)
        return Image.fromarray(high_bytes, "L").convert("RGB"), "reference: NumPy, value >> 8"
    if mode in ("L", "RGB") and key is not None and image.format == "PNG":
        return colour_keyed(image, key), "reference: NumPy applies the colour key"
    if box is not None and box[2:] != image.size:
        return on_whole_screen(image, box), "reference: the frame pasted on white"
    return flattened(image), ""


def main() -> None:
    manifest_path = PICTURES / "expected.json"
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    for name, entry in manifest["valid"].items():
        image, how = decoded(PICTURES / "valid" / name)
        resized = np.asarray(image.resize(SIZE, Image.Resampling.BICUBIC))
        assert resized.shape == (224, 224, 3), name
        note = entry["note"].split("; reference: ")[0]
        entry["note"] = f"{note}; {how}" if how else note
        entry["mean"] = [round(float(mean), 3) for mean in resized.reshape(-1, 3).mean(axis=0)]
        entry["sha256"] = hashlib.sha256(resized.tobytes()).hexdigest()
    # JavaScript writes whole numbers without a fraction.
    for entry in manifest["valid"].values():
        entry["mean"] = [int(mean) if mean.is_integer() else mean for mean in entry["mean"]]
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    # Means on one line, as draw-pictures.ts writes them.
    text = re.sub(r"\[\s+([\d.,\s]+?)\s+\]", lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text)
    manifest_path.write_text(text + "\n", encoding="utf-8")
    print(f"{len(manifest['valid'])} references written with Pillow {Image.__version__}", file=sys.stderr)


if __name__ == "__main__":
    main()
