"""Tasks of TikTok: accounts, the search, videos. Source of goals and values: OpenPhone."""
