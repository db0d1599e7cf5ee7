"""The published figures of device and cloud together, beside stand-ins fitted to them.

Published are those of OpenPhone-3B with Gemini-2.5-Flash on AndroidLab's 138 tasks: shares of steps count
successes alone, cloud steps saved all tasks, and so do the figures here that stand beside them. The stand-ins
reproduce the distribution, not the models: what another strategy does with them is no claim about the models.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

GROUP = "stand-ins fitted to published figures"
MODELS = "OpenPhone-3B, Gemini-2.5-Flash"
PUBLISHED_SUCCESS = {"device": 0.152, "cloud": 0.362, "openphone": 0.312}
PUBLISHED_CLOUD_SHARE = 0.645
PUBLISHED_STEP_REDUCTION = 0.110


def published_rows(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows of a table: each published figure before that of its stand-ins, and other strategies after them.

    Args:
        found: As ``device_cloud.summary`` returns it.
    """
    runs = found["sensitivity"].get(GROUP, {}).get(MODELS, {})
    for name, figures in runs.items():
        if name in PUBLISHED_SUCCESS:
            protocol = name == "openphone"
            yield {
                "name": f"{name}, published",
                "success_rate": PUBLISHED_SUCCESS[name],
                "cloud_share": PUBLISHED_CLOUD_SHARE if protocol else None,
                "cloud_step_reduction": PUBLISHED_STEP_REDUCTION if protocol else None,
                "cloud_call_reduction": None,
            }
        yield {
            "name": f"{name}, stand-in",
            "success_rate": figures["success_rate"],
            "cloud_share": figures["successes"]["cloud_share"],
            "cloud_step_reduction": figures["cloud_step_reduction"],
            "cloud_call_reduction": figures["cloud_call_reduction"],
        }
