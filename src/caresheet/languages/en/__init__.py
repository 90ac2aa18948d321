"""English, where it takes code."""
