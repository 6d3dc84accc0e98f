"""The whole app with no way out: a network namespace that holds loopback alone. It works, and it does not so much as try to reach anybody."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import servers
from tests.browser.conftest import ROOT, Worker
from tests.browser.test_together import at_together, next_step

HERE = Path(__file__).parent


def attempts(process: subprocess.Popen) -> int:
    """How many packets of this process's namespace found no way out: every attempt to reach a host that is not this one."""
    lines = Path(f"/proc/{process.pid}/net/snmp").read_text().splitlines()
    ip = dict(zip(*[line.split()[1:] for line in lines if line.startswith("Ip:")]))
    ip6 = dict(line.split() for line in Path(f"/proc/{process.pid}/net/snmp6").read_text().splitlines())
    return int(ip["OutNoRoutes"]) + int(ip6.get("Ip6OutNoRoutes", 0))


def apart(*command: str, **more):
    """A process in a namespace of its own."""
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        servers.wanting("network namespace that may be made")
    return subprocess.Popen(["unshare", "-rn", sys.executable, str(HERE / "alone.py"), "-m", *command], **more)


@pytest.fixture
def alone(data_dir, engine, tmp_path):
    """The app with a Unix socket as its way in, since no network reaches it, and Caddy to carry a browser to that."""
    log, way_in = tmp_path / "app.log", tmp_path / "app.sock"
    if not shutil.which("unshare"):
        servers.wanting("unshare")
    settings = {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "WAY_IN": str(way_in),
        "WAY_IN_PORT": "8501",
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",  # as a shared installation listens
        "ALLOW_OPEN": "true",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'rooms.sqlite3'}",
    }
    process = apart("streamlit", "run", "app.py", "--server.port", "8501", cwd=ROOT, env=settings, stdout=log.open("w"), stderr=subprocess.STDOUT)
    port = servers.free_port()
    (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\nhttp://127.0.0.1:{port} {{\n\treverse_proxy unix/{way_in}\n}}\n")
    caddy = servers.caddy(tmp_path, tmp_path / "Caddyfile", port)
    for _ in range(400):
        try:
            if urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).status == 200:
                break
        except OSError:
            time.sleep(0.25)
    else:
        process.kill()
        pytest.fail(log.read_text()[-1500:])
    yield f"http://127.0.0.1:{port}", process, log
    caddy.stop()
    process.terminate()
    process.wait(20)


def test_nothing_is_tried_over_a_start_a_conversation_a_pack_and_a_room(browser, alone):
    url, process, log = alone
    worker = Worker(browser, url)
    page = worker.page
    try:
        worker.say("She rings me every day and I always pick up because there is nobody else.", check=True)
        worker.say("My manager thinks I should close her. I said yes at the meeting and booked her in again.")
        page.goto(url + "/prepare")
        page.get_by_role("button", name="Make the pack").click(timeout=60_000)
        page.get_by_role("button", name="Download everything (ZIP)").wait_for(timeout=60_000)
        page.goto(url + "/about")
        page.get_by_text("What this is").first.wait_for(timeout=60_000)
        page.goto(url + "/library")
        page.get_by_test_id("stButtonGroup").get_by_text("Own documents", exact=True).first.click(timeout=60_000)
        page.locator("input[type=file]").set_input_files(
            {"name": "travel.txt", "mimeType": "text/plain", "buffer": b"Travel. Staff may not give lifts to people in their own cars."}
        )
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("button", name="Use it", exact=True).click(timeout=60_000)
        page.get_by_text("1 passage").first.wait_for(timeout=60_000)
        desk = at_together(browser, url)
        desk.page.locator(".st-key-start_quick button").click()
        next_step(desk.page, "quick", 1)
        desk.close()
        assert attempts(process) == 0 and "OUTBOUND" not in log.read_text()
    finally:
        worker.close()


def test_an_attempt_would_have_been_seen(tmp_path):
    """The two ways of counting do count: a lookup and a connection from Python, and a connection that Python's hook does not see."""
    (tmp_path / "strays.py").write_text(
        "import ctypes, socket, struct, time\n"
        "for try_it in (lambda: socket.create_connection(('192.0.2.1', 80), 1), lambda: socket.getaddrinfo('example.invalid', 80)):\n"
        "    try:\n        try_it()\n    except OSError:\n        pass\n"
        "print('python', flush=True); input()\n"
        "libc, one = ctypes.CDLL(None), socket.socket()\n"
        "libc.connect(one.fileno(), struct.pack('=HH4s8x', socket.AF_INET, socket.htons(80), socket.inet_aton('192.0.2.1')), 16)\n"
        "print('native', flush=True); input()\n"
    )
    process = apart("strays", cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "python\n"
    before = attempts(process)
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "native\n" and attempts(process) == before + 1 > 1
    _, said = process.communicate("\n", timeout=20)
    assert "OUTBOUND socket.connect 192.0.2.1" in said and "OUTBOUND socket.getaddrinfo example.invalid" in said
