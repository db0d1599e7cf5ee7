"""Tasks of the map, a module for each topic."""

from __future__ import annotations

from openphone_gym.tasks.map import destinations, my_places, nearest, routes

TASKS = [*routes.TASKS, *nearest.TASKS, *my_places.TASKS, *destinations.TASKS]
