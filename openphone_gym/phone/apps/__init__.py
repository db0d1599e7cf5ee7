"""The apps of the virtual phone: one folder each, found by the phone itself."""
