"""Tasks of Cantook: the library, its books and its collections. Source of goals and values: AndroidLab."""
