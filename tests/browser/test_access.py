"""Every screen and state, light and dark, at three widths: axe, and what axe does not look at."""

import pytest

from tests.browser.conftest import Worker
from tests.browser.gallery import states
from tests.browser.looking import what_is_wrong


@pytest.mark.parametrize("width, height", [(360, 740), (768, 1000), (1280, 860)])
def test_nothing_is_in_anybodys_way(browser, app, width, height):
    worker = Worker(browser, app.url, width, height)
    page, seen, wrong, grounds = worker.page, [], [], set()
    for state in states(worker):
        seen.append(state)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(350)
            if state != "over":  # that page has nothing but a sentence, in the colours that it was left in
                grounds.add((theme, page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")))
            wrong += [f"{state}, {theme}: {fault}" for fault in what_is_wrong(page, headings=state not in ("hidden", "over"))]
    worker.close()
    assert len(seen) == 24 and len(grounds) == 2 and not wrong, "\n".join(dict.fromkeys(wrong)) or f"{seen} {grounds}"
