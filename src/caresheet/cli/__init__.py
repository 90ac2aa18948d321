"""The front desk: arguments in, exit code out. The only room that talks to a terminal, a clock or an environment."""

from caresheet.cli.desk import desk, main

__all__ = ["desk", "main"]
