"""Peer sessions under load: python -m benchmarks.rooms [ADDRESS OF A DATABASE]

Ten rooms of eight, each person looking once a second as the screens do, in threads on one store: how soon a change is seen, and what
an idle room costs. The screens' own work is not in it; `browser` as a second word adds one real room of eight pages in Chromium.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from knowledge.library import load
from rooms.room import Rooms
from rooms.store import Store

ROOMS, PEOPLE, SECONDS = 10, 8, 30


def main() -> None:
    address = next((a for a in sys.argv[1:] if "://" in a), "")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_store(Rooms(Store(address, Path(folder)), b"s" * 32, load().protocols))))
        if "browser" in sys.argv:
            print(json.dumps(_browser(Path(folder))))


def _store(rooms: Rooms) -> dict[str, Any]:
    made = [(n, f"lead {n}", rooms.open("balint", f"lead {n}")[0]) for n in range(ROOMS)]
    for n, _, code in made:
        for person in range(PEOPLE - 1):
            rooms.enter(code, f"{n} {person}")
    process, done = psutil.Process(), threading.Event()
    changed: dict[tuple[int, int], float] = {}
    seen: list[float] = []
    strays, lock = [0], threading.Lock()

    def look(room: int, token: str) -> None:
        time.sleep(random.random())
        step = 0
        while not done.is_set():
            view = rooms.look(token)
            if view and view.step != step:
                step = view.step
                with lock:
                    strays[0] += (room, step) not in changed
                    seen.append(time.perf_counter() - changed.get((room, step), time.perf_counter()))
            time.sleep(1)

    watchers = [threading.Thread(target=look, args=(n, f"{n} {person}"), daemon=True) for n, _, _ in made for person in range(PEOPLE - 1)]
    for one in watchers:
        one.start()
    time.sleep(2)
    before = process.cpu_times()
    time.sleep(10)
    after = process.cpu_times()
    idle = (after.user + after.system - before.user - before.system) / 10
    end = time.perf_counter() + SECONDS
    steps = dict.fromkeys(range(ROOMS), 0)
    while time.perf_counter() < end:
        room = random.randrange(ROOMS)
        steps[room] = (steps[room] + 1) % 8
        changed[room, steps[room]] = time.perf_counter()
        rooms.go(f"lead {room}", steps[room])
        time.sleep(0.4)
    done.set()
    time.sleep(1.5)
    for n in range(ROOMS):
        rooms.end(f"lead {n}")
    ranked = sorted(seen)
    return {"people": ROOMS * PEOPLE, "changes_seen": len(seen), "p50_s": round(ranked[len(ranked) // 2], 2), "p95_s": round(ranked[int(0.95 * len(ranked))], 2), "of_another_room": strays[0], "idle_percent_of_a_core_per_room": round(100 * idle / ROOMS, 2)}  # fmt: skip


def _browser(folder: Path) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    from rag.engine import Engine
    from rag.settings import Settings
    from tests.browser.conftest import FLAGS, App

    Engine.load(Settings(data_dir=folder / "data"))  # builds the index, which is not what is measured
    app = App(folder / "data", folder / "app.log", PUBLIC_URL="http://phones.invalid")
    time.sleep(15)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        desk = browser.new_page(viewport={"width": 1100, "height": 1600})
        desk.goto(app.url + "/together")
        desk.locator(".st-key-start_balint button").click(timeout=90_000)
        desk.get_by_text("Phones: the code").first.click(timeout=60_000)
        code = re.sub(r"\s", "", desk.locator(".hf-code").first.inner_text())
        guests = []
        for _ in range(PEOPLE - 1):
            guest = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
            guest.goto(f"{app.url}/?room={code}")
            guest.get_by_role("button", name="Join").first.click(timeout=60_000)
            guests.append(guest)
        process, seen = psutil.Process(app.process.pid), []
        for step in load().protocols["balint"].steps[1:]:
            desk.get_by_role("button", name="Next step").first.click()
            start = time.perf_counter()
            for guest in guests:
                guest.locator(".hf-step", has_text=step.title).first.wait_for(timeout=20_000)
                seen.append(time.perf_counter() - start)
            time.sleep(1.5)
        lobby, seen = seen[: len(guests)], seen[len(guests) :]  # in the lobby they look every three seconds
        time.sleep(3)
        before = process.cpu_times()
        time.sleep(30)
        after = process.cpu_times()
        browser.close()
    app.stop()
    return {"pages": PEOPLE, "from_the_lobby_s": round(max(lobby), 2), "p95_s": round(sorted(seen)[int(0.95 * len(seen))], 2), "app_percent_of_a_core": round(100 * (after.user + after.system - before.user - before.system) / 30, 1)}  # fmt: skip


if __name__ == "__main__":
    main()
