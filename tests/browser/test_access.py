"""Every screen and state, light and dark, at three widths: axe, and what axe does not look at."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Worker
from tests.browser.gallery import states

SMALL = """() => [...document.querySelectorAll('.stApp button, .stApp a[href], .stApp summary, .stApp select, .stApp [role=tab]')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (!r.width || !r.height || s.visibility === 'hidden' || e.closest('[aria-hidden=true], [inert], [data-collapsed=true], [data-testid=stSkipToContent], p')) return false;
  return r.height < 43.5 || r.width < 43.5; }).map(e => [e.dataset.testid || e.className || e.tagName, e.textContent.trim().slice(0, 30), Math.round(e.getBoundingClientRect().width), Math.round(e.getBoundingClientRect().height)].join(' '))"""
BODY = ".hf-turn, .hf-welcome, .hf-finding, blockquote, .hf-card, .hf-ids, .hf-prompts, .hf-notice"
HEADINGS = (
    "() => [...document.querySelectorAll('.stApp h1, .stApp h2, .stApp h3, .stApp h4')].filter(e => e.getBoundingClientRect().height).map(e => +e.tagName[1])"
)
WIDE = "() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]')].map(e => e.scrollWidth - e.clientWidth))"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width, height", [(360, 740), (768, 1000), (1280, 860)])
def test_nothing_is_in_anybodys_way(browser, app, theme, width, height):
    worker = Worker(browser, app.url, width, height, theme)
    seen, wrong, axe = [], [], Axe()
    for state in states(worker):
        worker.page.wait_for_timeout(350)
        seen.append(state)
        found = axe.run(worker.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        wrong += [f"{state}: {v['id']}: {[n['html'][:160] for n in v['nodes']][:3]}" for v in found.response["violations"]]
        enhanced = (
            axe.run(worker.page, context=BODY, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
            if worker.page.locator(BODY).count()
            else None
        )
        wrong += [f"{state}: less than AAA: {n['html'][:120]}" for v in (enhanced.response["violations"] if enhanced else []) for n in v["nodes"]]
        wrong += [f"{state}: small: {small}" for small in worker.page.evaluate(SMALL)]
        levels = worker.page.evaluate(HEADINGS)
        if state != "hidden":
            wrong += [f"{state}: headings {levels}"] if levels[:1] != [1] or levels.count(1) != 1 or any(b - a > 1 for a, b in zip(levels, levels[1:])) else []
        wrong += [f"{state}: {worker.page.evaluate(WIDE)} px too wide"] if worker.page.evaluate(WIDE) > 0 else []
        wrong += [f"{state}: title {worker.page.title()}"] if "How Far to Go" not in worker.page.title() else []
    worker.close()
    assert len(seen) == 17 and not wrong, "\n".join(dict.fromkeys(wrong))
