"""Tasks of Reddit: communities, feeds, searches. Source of goals and values: OpenPhone."""
