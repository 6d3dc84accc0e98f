"""The knowledge base as a shelf."""

from knowledge.catalogue import KINDS, browse, catalogue, harvard, tension_map, voices
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


def test_questions_are_in_good_grammar():
    titles = [item.title for item in browse("question")]
    assert any("have they told you" in title for title in titles)
    assert not any(wrong in title for title in titles for wrong in ("they is", "they has", "they was", "{", "["))


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


def test_the_map_counts_what_there_is():
    places = {p.name: p for p in tension_map(LIBRARY)}
    speak = {t.name: {e.id for e in (*LIBRARY.findings.values(), *LIBRARY.quotes.values()) if t.id in e.tensions} for t in LIBRARY.tensions.values()}
    assert {name: sum(p.whose.values()) for name, p in places.items()} == {name: len(ids) for name, ids in speak.items()}
    for name, place in places.items():
        assert place.meets == tuple(sorted(place.meets, key=lambda m: -m[1]))
        assert dict(place.meets) == {other: n for other in speak if other != name and (n := len(speak[name] & speak[other])) > 1}


def test_tensions_that_meet_stand_near_each_other_on_the_map():
    order = [p.name for p in tension_map(LIBRARY)]
    apart = [abs(order.index(p.name) - order.index(other)) for p in tension_map(LIBRARY) for other, _ in p.meets]
    by_chance = (len(order) + 1) / 3
    assert sum(apart) / len(apart) < by_chance * 0.75
