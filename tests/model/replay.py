"""An OpenAI-compatible server on loopback that answers with what it was given, in turn: replies that were written, and faults."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Replay:
    """`answers` are taken one by one; the last one stays. A text is an answer; 'status N', 'drop', 'hang' and 'slow' are faults. `asked` holds the bodies."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.asked = list(answers), []
        self.free = threading.Event()
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self._send(200, json.dumps({"data": [{"id": "gemma3:4b"}, {"id": "<b>odd</b>"}, {"id": "big:cloud"}]}).encode())

            def do_POST(self) -> None:
                replay.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                answer = replay.answers.pop(0) if len(replay.answers) > 1 else replay.answers[0]
                if answer.startswith("status "):
                    return self._send(int(answer[7:]), b'{"error": {"message": "no"}}')
                if answer == "hang":
                    replay.free.wait(60)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    self._stream(answer)
                except OSError:  # the other side has had enough
                    pass

            def _stream(self, answer: str) -> None:
                if answer == "slow":
                    for _ in range(1000):
                        if replay.free.wait(0.1):
                            return
                        self._piece("word ")
                if answer == "drop":
                    self._piece('{"reflection": "“ever')
                    return self.connection.shutdown(2)
                for start in range(0, len(answer), 400):
                    self._piece(answer[start : start + 400])
                self.wfile.write(b"data: [DONE]\n\n")

            def _piece(self, text: str) -> None:
                one = {
                    "id": "1",
                    "object": "chat.completion.chunk",
                    "created": int(time.time()),
                    "model": "m",
                    "choices": [{"index": 0, "delta": {"content": text}}],
                }
                self.wfile.write(f"data: {json.dumps(one)}\n\n".encode())
                self.wfile.flush()

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.free.set()
        self.server.shutdown()
        self.server.server_close()


def as_json(say: str, ask: str) -> str:
    return json.dumps({"say": say, "ask": ask})
