"""Handouts by e-mail: written, frozen in an outbox that loses nothing, and handed to a server once.

The standard library does the work: `email` writes, `sqlite3` keeps, `smtplib` sends.
"""
