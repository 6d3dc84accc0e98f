"""The knowledge base as a shelf."""

from knowledge.catalogue import KINDS, browse, catalogue, harvard, voices, weight
from knowledge.library import load

LIBRARY = load()


def test_every_entry_is_there_and_every_link_leads_somewhere():
    shelf = catalogue()
    assert {i.kind for i in shelf.values()} == set(KINDS)
    assert len(browse("finding")) == len(LIBRARY.findings) and len(browse("question")) == len(LIBRARY.questions)
    for item in shelf.values():
        assert item.title and item.tier
        for _, other in item.links:
            assert other in shelf or other in LIBRARY.quotes  # a word or phrase that is not shown alone


def test_cards_say_whose_voice_where_from_and_the_other_side():
    for item in [*browse("finding"), *browse("quote")]:
        labels = dict(item.lines)
        assert labels["Whose"] and labels["Where"] == LIBRARY.cite(item.id)
        assert any(label == "On the other side" for label, _ in item.links) or "nothing on the other side" in labels["The other side"]
        page = LIBRARY.evidence(item.id).pages
        assert (page in harvard(item.id, LIBRARY)) if page else "p. " not in harvard(item.id, LIBRARY)


def test_filters_narrow():
    for tension in LIBRARY.tensions:
        assert all(tension in i.tensions for i in browse("finding", tension=tension))
    assert browse("finding", theme="boundaries") and all(i.theme == "boundaries" for i in browse("finding", theme="boundaries"))
    assert all(browse(voice=v) for v in voices())


def test_the_picture_counts_what_there_is():
    rows = weight(LIBRARY)
    for tension in LIBRARY.tensions.values():
        counted = sum(n for name, _, n in rows if name == tension.name)
        assert counted == sum(tension.id in e.tensions for e in (*LIBRARY.findings.values(), *LIBRARY.quotes.values()))
