"""What is in somebody's way on a page: axe, and what axe does not look at."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll('.stApp button, .stApp a[href], .stApp summary, .stApp select, .stApp [role=tab]')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (!r.width || !r.height || s.visibility === 'hidden' || e.closest('[aria-hidden=true], [inert], [data-collapsed=true], [data-testid=stSkipToContent], p')) return false;
  return r.height < 43.5 || r.width < 43.5; }).map(e => [e.dataset.testid || e.className || e.tagName, e.textContent.trim().slice(0, 30), Math.round(e.getBoundingClientRect().width), Math.round(e.getBoundingClientRect().height)].join(' '))"""
BODY = ".hf-turn, .hf-welcome, .hf-finding, blockquote, .hf-card, .hf-ids, .hf-prompts, .hf-notice"
HEADINGS = (
    "() => [...document.querySelectorAll('.stApp h1, .stApp h2, .stApp h3, .stApp h4')].filter(e => e.getBoundingClientRect().height).map(e => +e.tagName[1])"
)
WIDE = "() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]')].map(e => e.scrollWidth - e.clientWidth))"


def what_is_wrong(page: Page, headings: bool = True) -> list[str]:
    """Faults of what is on the page now, a line each: axe's rules, AAA contrast of body text, small targets, the order of headings, width, title."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [f"{v['id']}: {[n['html'][:160] for n in v['nodes']][:3]}" for v in found]
    if page.locator(BODY).count():
        enhanced = Axe().run(page, context=BODY, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
        wrong += [f"less than AAA: {n['html'][:120]}" for v in enhanced.response["violations"] for n in v["nodes"]]
    wrong += [f"small: {small}" for small in page.evaluate(SMALL)]
    levels = page.evaluate(HEADINGS)
    if headings and (levels[:1] != [1] or levels.count(1) != 1 or any(b - a > 1 for a, b in zip(levels, levels[1:]))):
        wrong.append(f"headings {levels}")
    wide = page.evaluate(WIDE)
    wrong += [f"{wide} px too wide"] if wide > 0 else []
    wrong += [f"title {page.title()}"] if "How Far to Go" not in page.title() else []
    return wrong
