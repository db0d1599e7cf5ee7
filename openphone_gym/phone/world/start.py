"""When and where every phone begins."""

from __future__ import annotations

from datetime import datetime

START = datetime(2024, 5, 10, 12, 0, 0)
"""Local time on every new phone, a Friday: the benchmark's date."""

TIME_ZONE = "Asia/Shanghai"
"""Time zone of every new phone."""
