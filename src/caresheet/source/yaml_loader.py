"""The parser of YAML: the one in C where PyYAML was built with it, which reads the same and is faster."""

from __future__ import annotations

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
