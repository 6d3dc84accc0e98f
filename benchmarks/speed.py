"""How quick and how big: python -m benchmarks.speed [--sessions 50]

Measures in one run: index build; second start to first screen and to ready; a guided turn of a 120-word case beside
the bare embedding of the same message; resident memory; many sessions with a rerun every ten seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
CASE = (
    "I've been going to see her every week since the spring. The referral said housing, and that was sorted in a month, but she asked me to keep coming. "
    "She makes tea and tells me about her sons, and I listen. She's on the list for psychology and they say it could be another year. "
    "My manager thinks I should be closing her. I said yes at the meeting and then I went straight out and booked her in again. "
    "I don't know why I did that. I look forward to it, if I'm honest, and I come away heavy. There are nine people waiting for me. "
    "She told the nurse that I'm the only one who has ever stayed."
)


def percentile(values: list[float], share: float) -> float:
    """The value under which `share` (0 to 1) of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def build_and_turn(data_dir: Path) -> dict[str, float]:
    """Seconds to build the index; milliseconds of a turn and of the bare embedding, alternated in one run."""
    from rag.engine import Engine
    from rag.say import say
    from rag.settings import Settings
    from rag.text import sentences

    started = time.perf_counter()
    engine = Engine.load(Settings(data_dir=data_dir))
    loaded = time.perf_counter() - started
    turns, bare = [], []
    for _ in range(40):
        started = time.perf_counter()
        say(engine, engine.open(), CASE)
        turns.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        engine.retriever.embedder.vectors([CASE])
        engine.retriever.embedder.vectors(sentences(CASE))
        bare.append(1000 * (time.perf_counter() - started))
    turns, bare = turns[5:], bare[5:]
    return {
        "load_and_build_s": loaded, "turn_p50_ms": statistics.median(turns), "turn_p95_ms": percentile(turns, 0.95),
        "bare_embedding_p50_ms": statistics.median(bare), "turn_to_embedding": statistics.median(turns) / statistics.median(bare),
        "words_in_case": float(len(CASE.split())),
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data_dir: Path) -> tuple[subprocess.Popen[bytes], int, float]:
    port = free_port()
    began = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(data_dir)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process, port, began


def first_screen(data_dir: Path) -> tuple[float, subprocess.Popen[bytes], int, float]:
    """Start the app with a browser waiting: seconds until the welcome is there (not a number without Chromium), and the app."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return float("nan"), *start(data_dir)
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_page()
        process, port, began = start(data_dir)
        while True:
            try:
                page.goto(f"http://127.0.0.1:{port}")
                break
            except Error:
                time.sleep(0.05)
        page.get_by_text("Bring a case that is going round your head").wait_for(timeout=60_000)
        seconds = time.perf_counter() - began
        browser.close()
    return seconds, process, port, began


def until_ready(port: int, began: float) -> float:
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return time.perf_counter() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)


async def sessions(port: int, count: int, seconds: float) -> dict[str, float]:
    """Milliseconds from a rerun being asked for to its end, over `count` real websocket clients."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import connect

    times: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(10 * number / count)
        async with connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket_:  # type: ignore[list-item]
            end = time.perf_counter() + seconds
            first = True
            while time.perf_counter() < end:
                message = BackMsg()
                message.rerun_script.query_string = ""
                began = time.perf_counter()
                await socket_.send(message.SerializeToString())
                while True:
                    answer = ForwardMsg()
                    answer.ParseFromString(await asyncio.wait_for(socket_.recv(), 60))  # type: ignore[arg-type]
                    if answer.WhichOneof("type") == "script_finished":
                        break
                if not first:
                    times.append(1000 * (time.perf_counter() - began))
                first = False
                await asyncio.sleep(max(0.0, 10 - (time.perf_counter() - began)))

    await asyncio.gather(*(one(n) for n in range(count)))
    return {"reruns": float(len(times)), "rerun_p50_ms": statistics.median(times), "rerun_p95_ms": percentile(times, 0.95)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        result.update(build_and_turn(data_dir))
        process, port, began = start(data_dir)
        result["ready_s"] = until_ready(port, began)
        process.terminate()
        process.wait()
        result["first_screen_s"], process, port, began = first_screen(data_dir)
        until_ready(port, began)
        result["memory_mb"] = psutil.Process(process.pid).memory_info().rss / 1e6
        result.update(asyncio.run(sessions(port, chosen.sessions, chosen.seconds)))
        result["memory_with_sessions_mb"] = psutil.Process(process.pid).memory_info().rss / 1e6
        process.terminate()
        process.wait()
    for name, value in result.items():
        print(f"{name:26} {value:10.2f}")
    print(json.dumps({name: round(value, 3) for name, value in result.items()}))


if __name__ == "__main__":
    main()
