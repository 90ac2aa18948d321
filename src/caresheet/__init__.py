"""caresheet: printable, accessible handouts for different readers from one reviewed source."""

__version__ = "0.1.0"
