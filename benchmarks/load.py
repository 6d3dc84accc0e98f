"""Many workers in conversation at once: python -m benchmarks.load [--workers 5 50] [--seconds 120 600]

Real websocket sessions with the app on this machine. Each worker sends a message about every 20 seconds out of the conversations in
tests/talks.yaml, passes the check where one comes up, and begins again when a conversation is over. Prints, for each number of workers: seconds from
a press to the end of what it does, processor seconds of the app for a message, memory for an idle session and for one with a conversation in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import yaml
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.speed import ROOT, free_port, percentile, until_ready

EVERY = 20.0
BETWEEN = ("That's not what I meant", "Carry on with this")  # a card, then a check
SCRIPTS = list(yaml.safe_load((ROOT / "tests" / "talks.yaml").read_text(encoding="utf-8")).values())


@dataclass
class Tally:
    """What all workers together have seen; seconds."""

    replies: list[float] = field(default_factory=list)
    checks: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Tab:
    """One browser tab's side of the conversation with the server."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line
        self.box = ""
        self.buttons: dict[str, str] = {}

    async def run(self, **widget: Any) -> tuple[float, bool]:
        """Ask for a run, with a value of one widget where given; (seconds until all of it is done, whether a reply stands there and nothing is between)."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        if widget:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = widget["id"]
            if "text" in widget:
                state.chat_input_value.data = widget["text"]
            else:
                state.trigger_value = True
        began = time.perf_counter()
        await self.line.send(asked.SerializeToString())
        while True:
            got = ForwardMsg()
            got.ParseFromString(await asyncio.wait_for(self.line.recv(), 90))  # type: ignore[arg-type]
            kind = got.WhichOneof("type")
            if kind == "new_session":  # a run that ended early for another: what it drew is no longer there
                self.buttons = {}
            if kind == "script_finished" and got.script_finished in (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR):
                return time.perf_counter() - began, "Hide the screen" in self.buttons and not any(label in self.buttons for label in BETWEEN)
            if kind == "delta" and got.delta.WhichOneof("type") == "new_element":
                element = got.delta.new_element
                if element.WhichOneof("type") == "chat_input":
                    self.box = element.chat_input.id
                elif element.WhichOneof("type") == "button":
                    self.buttons[element.button.label] = element.button.id


async def worker(port: int, number: int, count: int, seconds: float, tally: Tally) -> None:
    chance = random.Random(number)
    await asyncio.sleep(EVERY * number / count)
    until = time.perf_counter() + seconds
    async with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
        tab = Tab(line)
        await tab.run()
        while time.perf_counter() < until:
            for text in chance.choice(SCRIPTS):
                began = time.perf_counter()
                if began > until:
                    return
                await _say(tab, text, tally)
                await asyncio.sleep(max(0.0, EVERY * chance.uniform(0.8, 1.2) - (time.perf_counter() - began)))
            await tab.run(id=tab.buttons["Clear everything"])


async def _say(tab: Tab, text: str, tally: Tally) -> None:
    """One message to its reply. A check or a card between is timed by itself, and passed at once."""
    try:
        took, replied = await tab.run(id=tab.box, text=text)
        for label in BETWEEN:
            if not replied and label in tab.buttons:
                tally.checks.append(took)
                took, replied = await tab.run(id=tab.buttons[label])
        (tally.replies if replied else tally.faults).append(took if replied else "no reply")  # type: ignore[arg-type]
    except Exception as fault:
        tally.faults.append(type(fault).__name__)
        raise


async def idle(port: int, count: int, process: psutil.Process) -> float:
    """Megabytes that one idle session takes: a hundred and more are opened, and held for some seconds."""
    before = process.memory_info().rss
    lines = [await connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) for _ in range(count)]  # type: ignore[list-item]
    for line in lines:
        await Tab(line).run()
    await asyncio.sleep(5)
    taken = process.memory_info().rss - before
    for line in lines:
        await line.close()
    return taken / count / 2**20


async def measure(port: int, process: psutil.Process, count: int, seconds: float) -> dict[str, Any]:
    tally, before, rss = Tally(), process.cpu_times(), process.memory_info().rss
    await asyncio.gather(*(worker(port, n, count, seconds, tally) for n in range(count)), return_exceptions=True)
    after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    return {
        "workers": count, "seconds": seconds, "replies": len(tally.replies), "faults": len(tally.faults), "kinds": sorted(set(tally.faults)),
        "reply_p50_s": percentile(tally.replies, 0.5), "reply_p95_s": percentile(tally.replies, 0.95), "reply_p99_s": percentile(tally.replies, 0.99),
        "check_p95_s": percentile(tally.checks, 0.95) if tally.checks else 0.0, "cpu_s_a_reply": used / max(1, len(tally.replies)),
        "cores": used / (seconds + EVERY), "rss_mb": process.memory_info().rss / 2**20, "mb_a_worker": (process.memory_info().rss - rss) / 2**20 / count,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[5, 50])
    parser.add_argument("--seconds", type=float, nargs="+", default=[120, 600])
    parser.add_argument("--idle", type=int, default=150)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        with (Path(folder) / "log").open("wb") as log:
            app = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATA_DIR": folder}, stdout=log, stderr=log)
        try:
            until_ready(port, time.perf_counter())
            process = psutil.Process(app.pid)
            asyncio.run(measure(port, process, 1, 60))  # what is made at the first turns is not counted as anybody's
            print(json.dumps({"idle_mb": asyncio.run(idle(port, chosen.idle, process))}), flush=True)
            for count, seconds in zip(chosen.workers, chosen.seconds, strict=True):
                print(json.dumps(asyncio.run(measure(port, process, count, seconds))), flush=True)
            print((Path(folder) / "log").read_text(encoding="utf-8")[-1500:])
        finally:
            app.terminate()
            app.wait()


if __name__ == "__main__":
    main()
