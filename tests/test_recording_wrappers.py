"""Gymnasium's own recorders work on phones."""

from __future__ import annotations

from pathlib import Path

import cv2
import gymnasium as gym
import pytest
from gymnasium.wrappers import RecordEpisodeStatistics, RecordVideo

from agents.basic import ExpertAgent
from openphone_gym.episode import run_episode


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_record_video(tmp_path: Path) -> None:
    env = gym.make("OpenPhone-zoom_1-v0", observation=(), screen=(270, 600), render_mode="rgb_array")
    env = RecordVideo(env, str(tmp_path / "videos"), episode_trigger=lambda number: True, disable_logger=True)
    episode = run_episode(env, ExpertAgent(env), seed=0)
    env.close()
    (video,) = tmp_path.glob("videos/*.mp4")
    played = cv2.VideoCapture(str(video))
    assert played.get(cv2.CAP_PROP_FRAME_COUNT) == len(episode.steps) + 1
    assert (played.get(cv2.CAP_PROP_FRAME_WIDTH), played.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (270, 600)


def test_record_episode_statistics() -> None:
    env = RecordEpisodeStatistics(gym.make("OpenPhone-zoom_1-v0", observation=("ui",)))
    episode = run_episode(env, ExpertAgent(env), seed=0)
    assert list(env.return_queue) == [1.0]
    assert list(env.length_queue) == [len(episode.steps)]
    env.reset()
    *_, info = env.step("finish()")
    assert info["episode"]["r"] == 0.0
    assert info["episode"]["l"] == 1
