"""Reply templates, loaded by name from prompts/ and rendered strictly."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.prompts import PromptTemplate

HERE = Path(__file__).parents[1] / "prompts"


@lru_cache
def variants(name: str) -> tuple[PromptTemplate, ...]:
    """Every wording of one template. Raises FileNotFoundError where there is no such file."""
    from langchain_core.prompts import PromptTemplate  # not before the first screen

    parts = (HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n---\n")
    return tuple(PromptTemplate.from_template(part.strip()) for part in parts)


def render(name: str, use: int, **values: str) -> str:
    """Wording number `use` (counted round) with its variables put in. Raises KeyError where one is missing."""
    options = variants(name)
    return str(options[use % len(options)].format(**values))
