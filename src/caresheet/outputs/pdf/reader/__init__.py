"""PDF bytes, read back with PDFium: the only place that knows it."""
