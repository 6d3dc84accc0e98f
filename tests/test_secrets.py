"""No key, token or password is in the repository: every text file of it is scanned, and nothing is asked of anybody."""

from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).parents[1]
SCAN = {
    "plugins_used": [{"name": name} for name in ("AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "GitHubTokenDetector", "JwtTokenDetector", "KeywordDetector", "OpenAIDetector", "PrivateKeyDetector", "SlackDetector")]
    + [{"name": "HexHighEntropyString", "limit": 3.0}, {"name": "Base64HighEntropyString", "limit": 4.5}],
    "filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": [r"^\s*-?\s*(sha256|digest): "]}],
}  # fmt: skip
KNOWN = {  # what looks like one and is none: passwords of tests, digests of model files, an example in words
    "docs/operating.md": "Secret Keyword",
    "rag/embedding.py": "Hex High Entropy String",
    "safeguards/identifiers/learned.py": "Hex High Entropy String",
    "rooms/secrets.py": "Base64 High Entropy String",
    "tests/browser/test_prepare.py": "Secret Keyword",
    "tests/browser/test_together.py": "Secret Keyword",
    "tests/browser/test_replicas.py": "Secret Keyword",
    "tests/test_architecture.py": "Secret Keyword",
    "tests/packs/test_sealed.py": "Secret Keyword",
}
TEXT = {".py", ".md", ".txt", ".yaml", ".yml", ".toml", ".jsonl", ".json", ".css", ".js", ".svg", ".example", ""}
OURS = ("app.py", "run.py", "*.md", "*.txt", "*.toml", ".env.example", ".streamlit", ".github", ".ci", "benchmarks", "deploy", "docs", "knowledge", "packs", "prompts", "rag", "rooms", "safeguards", "screens", "tests")  # fmt: skip


def found_in(*paths: Path) -> set[tuple[str, str]]:
    secrets = SecretsCollection()
    with transient_settings(SCAN):
        for path in paths:
            secrets.scan_file(str(path))
    return {(name, secret.type) for name, secret in secrets}


def test_nothing_in_the_repository_is_a_secret():
    roots = [p for pattern in OURS for p in ROOT.glob(pattern)]
    files = [f for root in roots for f in ([root] if root.is_file() else root.rglob("*")) if f.is_file() and f.suffix in TEXT and "__pycache__" not in f.parts]
    files = [f for f in files if f != ROOT / ".streamlit" / "secrets.toml"]
    found = {(Path(name).relative_to(ROOT).as_posix(), kind) for name, kind in found_in(*files)}
    assert len(files) > 200 and found == set(KNOWN.items())


def test_a_secret_would_be_found(tmp_path):
    planted = tmp_path / "settings.py"
    planted.write_text("aws = 'AKIA" + "Z7QK3MXW5VTB2RJD'\npassword = '" + "correct" + "horsebattery'\n")
    assert {kind for _, kind in found_in(planted)} == {"AWS Access Key", "Secret Keyword"}
