"""A handout as a PDF: written by `writer`, and read back by `reader`, which share nothing."""
