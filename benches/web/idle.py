#!/usr/bin/env python3
"""Whether idle and slow clients stop a server: opens many connections that say nothing or half a request, then asks.

    benches/web/idle.py HOST:PORT [CONNECTIONS]
"""
import resource
import socket
import sys
import time

host, port = sys.argv[1].split(":")
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, wanted + 200), hard))
idle = []
begun = time.time()
for number in range(wanted):
    connection = socket.create_connection((host, int(port)), timeout=10)
    if number % 2:
        connection.sendall(b"GET /search?q=a HTTP/1.1\r\nHost: a\r\nX-Slow: ")
    idle.append(connection)
print(f"{len(idle)} connections held after {time.time() - begun:.1f} s")
times = []
for _ in range(100):
    begun = time.time()
    asking = socket.create_connection((host, int(port)), timeout=10)
    asking.sendall(b"GET /search?q=%E6%B3%95%E6%B2%BB HTTP/1.0\r\nHost: a\r\n\r\n")
    answer = b""
    while part := asking.recv(65536):
        answer += part
    assert answer.startswith(b"HTTP/1.1 200") or answer.startswith(b"HTTP/1.0 200"), answer[:80]
    asking.close()
    times.append(time.time() - begun)
times.sort()
print(f"100 searches meanwhile: p50 {times[50] * 1000:.1f} ms, slowest {times[-1] * 1000:.1f} ms, 0 errors")
