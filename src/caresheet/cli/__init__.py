"""The terminal: arguments in, exit code out. The only room that knows Click."""
