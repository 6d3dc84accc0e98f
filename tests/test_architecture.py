"""Rules of the house, kept by tests."""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [p for folder in ("rag", "safeguards", "knowledge", "packs", "rooms", "screens", "benchmarks") for p in (ROOT / folder).rglob("*.py")] + [
    ROOT / "app.py",
    ROOT / "run.py",
]
ENGINE = [p for p in FILES if p.relative_to(ROOT).parts[0] in ("rag", "safeguards", "knowledge", "packs", "rooms")]
SCREENS = [p for p in FILES if p.relative_to(ROOT).parts[0] == "screens"]


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", ENGINE, ids=lambda p: p.name)
def test_the_engine_never_imports_streamlit(path):
    assert not imports(path) & {"streamlit", "screens"}


@pytest.mark.parametrize("path", SCREENS, ids=lambda p: p.name)
def test_screens_never_import_stores_or_models(path):
    assert not imports(path) & {"chromadb", "sqlalchemy", "torch", "sentence_transformers", "langchain_core"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_files_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


RENDERS = {
    "markdown",
    "write",
    "caption",
    "error",
    "warning",
    "info",
    "success",
    "toast",
    "table",
    "dataframe",
    "title",
    "header",
    "subheader",
    "code",
    "latex",
    "json",
    "exception",
    "metric",
    "badge",
}


@pytest.mark.parametrize("path", SCREENS, ids=lambda p: p.name)
def test_untrusted_text_reaches_the_page_by_one_helper(path):
    """No element that renders Markdown is used, every st.html outside components.py and pictures.py escapes what it is given, and labels are fixed text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        assert node.func.attr not in RENDERS or not isinstance(node.func.value, ast.Name) or node.func.value.id != "st", f"{path.name}:{node.lineno}"
        if (
            node.func.attr in ("button", "text_area", "text_input", "checkbox", "toggle", "selectbox", "slider", "expander", "multiselect", "pills")
            and node.args
        ):
            label = node.args[0]
            fixed = (
                isinstance(label, ast.Constant)
                or isinstance(label, ast.Name)
                and label.id == "label"
                or isinstance(label, ast.Attribute)
                and label.attr == "title"
                or isinstance(label, ast.Call)
                and ast.unparse(label.func) == "label_of"  # of an exchange or a pull, as it was written
            )
            fixed = fixed or isinstance(label, ast.JoinedStr) and all(isinstance(v, ast.Constant) or "n + 1" in ast.unparse(v) for v in label.values)
            assert fixed, f"{path.name}:{node.lineno}: a label that is not ours"
        for keyword in node.keywords:
            assert keyword.arg not in ("help", "unsafe_allow_html", "unsafe_allow_javascript"), f"{path.name}:{node.lineno}"
        if (
            node.func.attr == "html"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "st"
            and path.name not in ("components.py", "pictures.py")
        ):
            pieces = [n for a in node.args for n in ast.walk(a) if isinstance(n, ast.FormattedValue)]
            for piece in pieces:
                text = ast.unparse(piece.value)
                assert text.startswith(("html.escape(", "lines", "_contacts(", "struck_through(")) or "hf-soft" in text or "'note' if soft" in text, (
                    f"{path.name}:{node.lineno}: {text}"
                )


def test_streamlit_options():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["disconnectedSessionTTL"] >= 300
    assert config["runner"]["postScriptGC"] is False and config["server"]["fileWatcherType"] == "none"
    assert config["server"]["address"] == "127.0.0.1" and config["server"]["enableXsrfProtection"] is True
    assert config["browser"]["gatherUsageStats"] is False and config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False and config["logger"]["enableRich"] is False


def test_tracing_is_off_whatever_the_environment_says():
    poisoned = {**os.environ, "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "HF_HUB_OFFLINE": "0"}
    code = "import rag, os; print(os.environ['LANGSMITH_TRACING'], os.environ['LANGCHAIN_TRACING_V2'], os.environ['HF_HUB_OFFLINE'])"
    out = subprocess.run([sys.executable, "-c", code], env=poisoned, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert out.split() == ["false", "false", "1"]


COUNT = """
import socket, sys
tried = []
real = socket.socket.connect
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1")):
        tried.append(address)
        raise OSError("no way out")
    return real(self, address)
socket.socket.connect = connect
lookup = socket.getaddrinfo
def getaddrinfo(host, *a, **k):
    if host not in ("127.0.0.1", "localhost", None):
        tried.append(host)
        raise OSError("no way out")
    return lookup(host, *a, **k)
socket.getaddrinfo = getaddrinfo
from pathlib import Path
from rag.engine import Engine
from rag.settings import Settings
engine = Engine.load(Settings(data_dir=Path(sys.argv[1])))
talk = engine.open()
reading = engine.read(talk, "She rings on Sundays and I always pick up because there's nobody else.")
engine.respond(talk, reading.accept())
engine.retriever.invoke("She waits for psychology and I see her every week")
print("TRIED", len(tried), tried[:3])
"""


def test_nothing_tries_to_leave_even_with_tracing_asked_for(data_dir, engine):
    poisoned = {
        **os.environ,
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "x",
        "HF_HUB_OFFLINE": "0",
        "TRANSFORMERS_OFFLINE": "0",
        "ANONYMIZED_TELEMETRY": "true",
    }
    run = subprocess.run([sys.executable, "-c", COUNT, str(data_dir)], env=poisoned, cwd=ROOT, capture_output=True, text=True)
    assert "TRIED 0" in run.stdout, run.stdout + run.stderr[-2000:]


def test_the_app_does_not_start_on_bad_knowledge(tmp_path):
    code = "from knowledge import library; from pathlib import Path; import sys; sys.argv; library.load.__wrapped__.__defaults__ = (Path(sys.argv[1]),); from screens.serving import check_knowledge; check_knowledge()"
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1 and "cannot start" in run.stderr and "study.yaml is missing" in run.stderr and "Traceback" not in run.stderr


def test_run_takes_the_next_free_port():
    import socket

    sys.path.insert(0, str(ROOT))
    import run

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run.free_port(port) > port
