"""Handouts by e-mail: who gets what, the settings, sending, and looking after the outbox."""
