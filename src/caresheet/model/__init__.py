"""The frozen values that pass between the rooms; no I/O, and no imports but the standard library and msgspec."""
