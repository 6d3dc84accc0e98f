"""From a worker's words to a reply. No part of it needs a screen, and none of it goes to the network."""

import os

# Set before any library is imported: with tracing on, every call would be sent away.
for _name, _value in {
    "LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "LANGCHAIN_TRACING": "false",
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "false", "TOKENIZERS_PARALLELISM": "false", "DO_NOT_TRACK": "1", "ORT_DISABLE_TELEMETRY": "1",
}.items():  # fmt: skip
    os.environ[_name] = _value
