"""A whole installation on loopback: two replicas behind the real Caddy with TLS, a real PostgreSQL and a real Chroma server, each of them killed half-way."""

import hmac
import http.client
import re
import socket
import ssl
import time
import urllib.request

import pytest

from tests import servers
from tests.browser.conftest import ROOT, App, Worker
from tests.browser.looking import what_is_wrong
from tests.browser.test_together import next_step, the_one

LIFTS = "Travel. Staff may not give lifts to people in their own cars. A taxi can be booked through the practice manager for a hospital visit."
FIRST = "She rings me every day and I always pick up because there is nobody else."


class Installation:
    """Its parts; `url` is the address that people type."""

    def __init__(self, folder, data_dir) -> None:
        (folder / "documents").mkdir()
        (folder / "documents" / "travel.txt").write_text(LIFTS, encoding="utf-8")
        (folder / "postgres").mkdir()
        self.folder, self.data_dir = folder, data_dir
        self.chroma, self.postgres = servers.chroma(folder), servers.postgresql(folder / "postgres")
        port = servers.free_port()
        self.url = f"https://reflect.localhost:{port}"
        self.settings = {
            "PUBLIC_URL": self.url, "ROOM_SECRET": "for a test", "DOCUMENTS_DIR": str(folder / "documents"), "METRICS_TOKEN": "counts",
            "DATABASE_URL": f"postgresql+psycopg://rooms@127.0.0.1:{self.postgres.port}/postgres", "CHROMA_URL": f"http://127.0.0.1:{self.chroma.port}",
        }  # fmt: skip
        self.replicas = [self.replica(n) for n in (0, 1)]
        config = folder / "Caddyfile"
        config.write_text("{\n\tskip_install_trust\n\tauto_https disable_redirects\n\tadmin off\n}\nimport " + str(ROOT / "deploy" / "Caddyfile") + "\n")
        upstreams = " ".join(f"127.0.0.1:{one.port}" for one in self.replicas)
        self.caddy = servers.caddy(folder, config, port, SITE=self.url, REPLICAS=upstreams)
        self.wait()

    def replica(self, number: int, port: int = 0) -> App:
        return App(self.data_dir, self.folder / f"replica-{number}-{time.monotonic_ns()}.log", port, **self.settings)

    def again(self, number: int) -> None:
        """Start a replica that was killed, and wait until both are ready."""
        self.replicas[number] = self.replica(number, self.replicas[number].port)
        self.wait()

    def wait(self) -> None:
        for one in self.replicas:
            for _ in range(240):
                try:
                    if urllib.request.urlopen(one.url + "/healthz", timeout=2).status == 200:
                        break
                except OSError:
                    pass
                time.sleep(0.25)
            else:
                raise RuntimeError("not ready: " + one.said())

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """The answer to a request at the door, over TLS with its name."""
        name, port = self.url.split("//")[1].split(":")
        trust = ssl.create_default_context()
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE  # the certificate is Caddy's own
        line = http.client.HTTPSConnection(name, int(port), timeout=20)
        line.sock = trust.wrap_socket(socket.create_connection(("127.0.0.1", int(port))), server_hostname=name)
        line.request("GET", path, headers=headers)
        return line.getresponse()

    def where(self, worker: Worker) -> int:
        """Which replica a browser is with, by the cookie that Caddy gives it."""
        cookie = next(c["value"] for c in worker.context.cookies() if c["name"] == "howfar_replica")
        return [hmac.new(b"", f"127.0.0.1:{one.port}".encode(), "sha256").hexdigest() for one in self.replicas].index(cookie)

    def one_at_each(self, browser) -> list[Worker]:
        """Two people, the first at the first replica and the second at the other."""
        found: dict[int, Worker] = {}
        for _ in range(20):
            worker = Worker(browser, self.url, ignore_https_errors=True)
            at = self.where(worker)
            if at in found:
                worker.close()
            found.setdefault(at, worker)
            if len(found) == 2:
                return [found[0], found[1]]
        raise AssertionError("everybody is sent to one replica")

    def stop(self) -> None:
        for part in (self.caddy, *self.replicas, self.chroma, self.postgres):
            part.stop()


@pytest.fixture(scope="module")
def installation(data_dir, engine, tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("installation"), data_dir)
    yield made
    made.stop()


def test_the_door_adds_its_headers_and_keeps_the_counts_inside(installation):
    answer = installation.ask("/")
    assert answer.status == 200
    for name, value in (
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Strict-Transport-Security", "max-age"),
    ):
        assert value in answer.headers[name] and len(answer.headers.get_all(name)) == 1
    assert answer.headers["Server"] is None
    assert installation.ask("/metrics", Authorization="Bearer counts").status == 404
    assert installation.ask("/", Origin="https://elsewhere.example").status == 403


def test_a_replica_that_dies_ends_its_conversations_and_no_other(browser, installation):
    one, other = installation.one_at_each(browser)
    try:
        assert f"the server at {installation.url.split('//')[1].split(':')[0]}" in one.words()
        for worker in (one, other):
            worker.say(FIRST, check=True)
        installation.replicas[0].kill()
        ended = one.page.get_by_text("The conversation that was open in this tab has ended").first
        ended.wait_for(timeout=60_000)
        assert ended.bounding_box()["width"] > 300 and what_is_wrong(one.page) == []
        one.settle()
        one.say("My manager thinks I should close her and I said yes at the meeting.", check=True)
        assert installation.where(one) == 1 and FIRST not in one.words()
        other.say("I don't know why I do it. My husband has noticed the phone in my hand.")
        assert FIRST in other.words()
        installation.again(0)
        installation.caddy.kill()
        installation.caddy.start()
        other.page.reload()
        other.page.get_by_role("button", name="Carry on", exact=True).click(timeout=60_000)
        other.page.get_by_text("My husband has noticed").first.wait_for(timeout=60_000)
    finally:
        one.close()
        other.close()


def test_documents_are_shared_and_come_back_when_their_server_does(browser, installation):
    workers = installation.one_at_each(browser)
    try:
        for worker in workers:
            worker.page.goto(installation.url + "/library")
            worker.page.get_by_test_id("stButtonGroup").get_by_text("Own documents", exact=True).first.click(timeout=60_000)
            worker.page.get_by_text("From your organisation: travel.txt").first.wait_for(timeout=60_000)
        page = workers[1].page
        page.get_by_label("What do you want to find in them?").fill("May I give a lift in my car?")
        page.get_by_role("button", name="Search them").click()
        page.get_by_text("A taxi can be booked").first.wait_for(state="attached", timeout=60_000)
        installation.chroma.kill()
        page.get_by_role("button", name="Search them").click()
        page.get_by_text("cannot be reached just now. Everything else works").first.wait_for(timeout=60_000)
        installation.chroma.start()
        page.wait_for_timeout(11_000)  # nothing is asked of it for ten seconds
        page.get_by_test_id("stButtonGroup").get_by_text("Search", exact=True).first.click()
        page.get_by_test_id("stButtonGroup").get_by_text("Own documents", exact=True).first.click()
        page.get_by_text("From your organisation: travel.txt").first.wait_for(timeout=60_000)
    finally:
        for worker in workers:
            worker.close()


def test_a_room_goes_on_across_replicas_and_through_the_death_of_each_part(browser, installation):
    desk, guest = installation.one_at_each(browser)
    page, phone = desk.page, guest.page
    try:
        page.goto(installation.url + "/together")
        page.locator(".st-key-start_action-learning button").click(timeout=60_000)
        page.get_by_text("Phones: the code").first.click(timeout=60_000)
        code = re.sub(r"\s", "", page.locator(".hf-code").first.inner_text())
        phone.goto(f"{installation.url}/?room={code}")
        phone.get_by_role("button", name="Join").first.click(timeout=60_000)
        phone.get_by_text("Everything in this room is deleted").first.wait_for(timeout=60_000)
        page.get_by_text("1 here.").first.wait_for(timeout=60_000)
        assert (installation.where(desk), installation.where(guest)) == (0, 1)
        for number in (1, 2, 3):
            next_step(page, "action-learning", number)
        the_one(phone, "An open question").fill("What did you feel when the phone went?")
        phone.get_by_role("button", name="Give it").first.click()
        phone.get_by_text("Given: What did you feel").first.wait_for(timeout=60_000)

        the_one(phone, "An open question").fill("Whose phone is it?")
        installation.postgres.kill()
        phone.get_by_text("The session cannot be reached just now").first.wait_for(timeout=60_000)
        assert phone.get_by_label("An open question").input_value() == "Whose phone is it?"
        desk.page.get_by_text("The session cannot be reached just now").first.wait_for(timeout=60_000)
        installation.postgres.start()
        phone.get_by_text("The session cannot be reached just now").first.wait_for(state="hidden", timeout=60_000)
        phone.get_by_role("button", name="Give it").first.click()
        phone.get_by_text("Given: Whose phone is it?").first.wait_for(timeout=60_000)

        installation.replicas[0].kill()
        page.reload()
        page.locator(".hf-step", has_text="Writing questions").first.wait_for(timeout=60_000)
        assert installation.where(desk) == 1
        installation.again(0)
        phone.reload()
        phone.get_by_text("Given: What did you feel").first.wait_for(timeout=60_000)
        next_step(page, "action-learning", 4)
        page.get_by_text("What did you feel when the phone went?").first.wait_for(timeout=60_000)
    finally:
        desk.close()
        guest.close()
