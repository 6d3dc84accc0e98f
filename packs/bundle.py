"""Everything for one session in one ZIP."""

from __future__ import annotations

import io
import zipfile

from packs.pdf import cards
from packs.slides import slides
from packs.trainer import Pack, short
from packs.word import guide, handout, no_slides
from packs.wordkit import STEADY


def files(pack: Pack) -> dict[str, bytes]:
    """Every file of a pack by name. The same pack gives the same bytes."""
    return {
        "1-facilitator-guide.docx": guide(pack),
        "2-handout.docx": handout(pack),
        "3-slides.pptx": slides(pack),
        "4-cards-eight-to-a-page.pdf": cards(pack, 8),
        "4-cards-four-to-a-page.pdf": cards(pack, 4),
        "5-plan-45-minutes-no-slides.docx": no_slides(short(pack.choices, pack.library)),
        "README.txt": _readme(pack).encode(),
    }


def bundle(pack: Pack) -> bytes:
    """A pack's files in one ZIP."""
    return zipped(files(pack))


def zipped(made: dict[str, bytes]) -> bytes:
    """Files by name in one ZIP, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in made.items():
            packed.writestr(zipfile.ZipInfo(name, STEADY.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _readme(pack: Pack) -> str:
    return (
        f"{pack.title}\n\n{pack.choices.minutes} minutes, {pack.audience.name.lower()}, about {pack.choices.size} people.\n\n"
        "1 is for whoever leads it. 2 is for each person; black and white is enough. 3 has what to say in its notes.\n"
        "4 is to cut out. 5 is a shorter plan with nothing to plug in. Change any of them in Word or PowerPoint.\n"
        "Fill in the local numbers before printing.\n\n"
        f"{pack.library.training.licence}\n"
    )
