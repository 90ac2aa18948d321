"""Handouts by e-mail: written as messages, kept in an outbox that loses nothing, and handed to a server once.

Built on the standard library: `email` writes, `sqlite3` stores, `smtplib` sends.
"""
