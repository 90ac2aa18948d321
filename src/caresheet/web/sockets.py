"""The sockets of the desk: this machine only."""

from __future__ import annotations

import errno
import socket
import sys

USUAL_PORT = 8437
_TRIES = 20
_LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
_NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}


def listening(port: int = USUAL_PORT) -> tuple[int, tuple[socket.socket, ...]]:
    """The first port from `port` on that is free on both 127.0.0.1 and ::1 (if the machine has it), with a socket on
    each: `localhost` may mean either, and neither may lead to another program. Raises OSError if no port is free."""
    for candidate in range(port, port + _TRIES):
        found = _both(candidate)
        if found:
            return candidate, found
    raise OSError(errno.EADDRINUSE, f"the ports {port} to {port + _TRIES - 1} are all in use")


def _both(port: int) -> tuple[socket.socket, ...]:
    """A socket on each address; none if the port is taken on either."""
    sockets: list[socket.socket] = []
    for family, host in _LOOPBACK:
        try:
            sockets.append(_bound(family, host, port))
        except OSError as error:
            if family is socket.AF_INET6 and error.errno in _NO_IPV6:
                continue
            for each in sockets:
                each.close()
            return ()
    return tuple(sockets)


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # else other programs could bind it too
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # so that the desk can be started again at once
        if family is socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made
