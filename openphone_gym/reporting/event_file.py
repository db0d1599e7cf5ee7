"""TensorBoard's event files, written without TensorFlow or PyTorch."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import cv2
import numpy as np
from tensorboard.compat.proto.event_pb2 import Event  # pyright: ignore[reportAttributeAccessIssue]
from tensorboard.compat.proto.summary_pb2 import Summary  # pyright: ignore[reportAttributeAccessIssue]
from tensorboard.compat.proto.tensor_pb2 import TensorProto  # pyright: ignore[reportAttributeAccessIssue]
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto  # pyright: ignore[reportAttributeAccessIssue]
from tensorboard.compat.proto.types_pb2 import DT_STRING  # pyright: ignore[reportAttributeAccessIssue]
from tensorboard.plugins.text.metadata import create_summary_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter


class Events:
    """A run's event file; everything is logged at step 0.

    Args:
        folder: Folder of the run; made if missing.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = EventFileWriter(str(folder))

    def __enter__(self) -> Events:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def scalar(self, tag: str, value: float) -> None:
        """A number."""
        self._add(Summary.Value(tag=tag, simple_value=value))

    def text(self, tag: str, markdown: str) -> None:
        """A text, which is shown as Markdown."""
        shape = TensorShapeProto(dim=[TensorShapeProto.Dim(size=1)])
        tensor = TensorProto(dtype=DT_STRING, string_val=[markdown.encode()], tensor_shape=shape)
        described = create_summary_metadata(display_name="", description="")
        self._add(Summary.Value(tag=f"{tag}/text_summary", metadata=described, tensor=tensor))

    def table(self, tag: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """A text with a table."""
        if rows:
            lines = [_line(rows[0]), "|---" * len(rows[0]) + "|", *(_line(row.values()) for row in rows)]
            self.text(tag, "\n".join(lines))

    def picture(self, tag: str, frame: np.ndarray) -> None:
        """A picture, uint8 RGB (H, W, 3)."""
        png = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))[1].tobytes()
        height, width = frame.shape[:2]
        image = Summary.Image(height=height, width=width, colorspace=3, encoded_image_string=png)
        self._add(Summary.Value(tag=tag, image=image))

    def _add(self, value: Any) -> None:
        self._file.add_event(Event(wall_time=time.time(), step=0, summary=Summary(value=[value])))


def _line(cells: Any) -> str:
    return "".join(f"| {_cell(cell)} " for cell in cells) + "|"


def _cell(value: Any) -> str:
    """A value in one line, in which nothing is markup of a table."""
    return str("–" if value is None else value).replace("|", "\\|").replace("\n", " ⏎ ")
