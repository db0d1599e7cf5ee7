from __future__ import annotations

import base64
import json

import cv2
import numpy as np
import pytest

from openphone_gym.endpoint import image_part


def _decode(part: dict) -> tuple[str, np.ndarray]:
    kind, data = part["image_url"]["url"].split(",", 1)
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return kind, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def test_a_picture_as_png_is_exact():
    frame = np.random.default_rng(0).integers(0, 256, (40, 20, 3), dtype=np.uint8)
    part = image_part(frame, long_side=100)
    assert json.loads(json.dumps(part)) == part
    kind, picture = _decode(part)
    assert kind == "data:image/png;base64"
    assert np.array_equal(picture, frame)


def test_a_picture_is_shrunk_and_compressed():
    kind, picture = _decode(image_part(np.zeros((40, 20, 3), np.uint8), long_side=10, quality=80))
    assert (kind, picture.shape) == ("data:image/jpeg;base64", (10, 5, 3))


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="uint8"):
        image_part(np.zeros((4, 4), np.uint8))
