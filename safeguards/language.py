"""Whether a text is in English or Scots, by how many of its words are the common ones of either."""

from __future__ import annotations

from collections.abc import Sequence

# Words common in English and Scots and not in other languages that use the same letters.
_EVERYDAY = frozenset(
    "the and of is she they my her him his that with this but not you have has had are i'm it's don't we just or from about what all out up there when would will their "
    "them one now still been who how because get got she's he's i've ah wi nae aye wee cos didnt dont cant didn't can't says said think know feel going want wants again never "
    "could should i'd i'll that's there's isn't wasn't won't doesn't couldn't nobody be it was were did does if then than too very more much some any every after before where "
    "why which our your us into over back only even maybe own like keep see ask tell say make need help off until really thing things people day week time him he "
    "for since used work works worker home house flat patient client referral referred money lives living alone husband wife daughter son mum mother dad "
    "carer done today housing group appointment form forms phone rings rang benefits job service services list waiting support they're she'll he'll hasn't hadn't old lady "
    "man woman years months weeks days night morning last feels worse better pt ptnt dob left lost".split()
)


def everyday(words: Sequence[str]) -> float:
    """The share, 0 to 1, of everyday English and Scots words among `words` (lower case, plain apostrophes); 0 of none."""
    return sum(w in _EVERYDAY for w in words) / len(words) if words else 0.0
