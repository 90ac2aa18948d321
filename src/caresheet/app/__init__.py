"""What the program does for a user, without a terminal: from a project to finished handouts."""
