"""Runs the app in a network namespace of its own with nothing but loopback: unshare -rn python alone.py -m streamlit run app.py ...

Each attempt of Python code to reach another host, or to look one up, is a line on standard error that begins with OUTBOUND. Whatever is tried without
Python shows in the namespace's own counts, in /proc/PID/net.
"""

import fcntl
import ipaddress
import os
import runpy
import socket
import struct
import sys
import threading


def is_loopback(host: object) -> bool:
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return host in (None, "", "localhost", b"localhost")


def watch(event: str, args: tuple) -> None:
    if event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple) and not is_loopback(args[1][0]):
        print(f"OUTBOUND {event} {args[1][0]}", file=sys.stderr, flush=True)
    if event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_loopback(args[0]):
        print(f"OUTBOUND {event} {args[0]}", file=sys.stderr, flush=True)


def carry(way_in: str, port: int) -> None:
    """What comes to a Unix socket, which needs no network, goes on to a port of this namespace, and back."""

    def pump(source: socket.socket, to: socket.socket) -> None:
        try:
            while part := source.recv(65536):
                to.sendall(part)
            to.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    door = socket.socket(socket.AF_UNIX)
    door.bind(way_in)
    door.listen(64)
    while True:
        outer, inner = door.accept()[0], socket.socket()
        try:
            inner.connect(("127.0.0.1", port))
        except OSError:
            outer.close()
            continue
        for pair in ((outer, inner), (inner, outer)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


if __name__ == "__main__":
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x49))  # SIOCSIFFLAGS: loopback up and running
    sys.addaudithook(watch)
    if "WAY_IN" in os.environ:
        threading.Thread(target=carry, args=(os.environ["WAY_IN"], int(os.environ["WAY_IN_PORT"])), daemon=True).start()
    sys.argv = sys.argv[2:]
    sys.path.insert(0, "")
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
