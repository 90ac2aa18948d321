"""Text to glyphs."""
