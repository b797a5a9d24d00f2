#!/usr/bin/python3
"""What a Python pipeline feeds a model with: reference.py OUTPUT < paths.json

Writes 224 x 224 RGB bytes of each picture into OUTPUT, one picture behind the other, and prints an index as JSON:
[{"path": ..., "offset": bytes}, ...]. A picture is turned upright by ImageOps.exif_transpose, put on white by
Image.alpha_composite where it is transparent, its 16-bit samples are shifted to 8, and it is resized with
Image.resize and the bicubic filter. Where plain Pillow would not do, see ../pictures/pillow_reference.py.
Needs Pillow 9.4 and NumPy.
"""

import json
import sys
from pathlib import Path

from PIL import Image

sys.path.append(str(Path(__file__).resolve().parents[1] / "pictures"))
from pillow_reference import SIZE, decoded  # noqa: E402


def main() -> None:
    index = []
    with open(sys.argv[1], "wb") as output:
        for path in json.load(sys.stdin):
            image, _ = decoded(Path(path))
            index.append({"path": path, "offset": output.tell()})
            output.write(image.resize(SIZE, Image.Resampling.BICUBIC).tobytes())
    json.dump(index, sys.stdout)


if __name__ == "__main__":
    main()
