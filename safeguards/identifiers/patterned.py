"""Identifiers with a form of their own: numbers, dates, contacts, addresses, vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import phonenumbers

from safeguards.identifiers.base import Identifier, Kind

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
STREET = (
    r"(?:street|st|road|rd|avenue|ave|drive|dr|lane|ln|terrace|terr|crescent|cres|court|ct|place|pl|gardens|gdns|"
    r"way|close|square|sq|row|wynd|loan|path|grove|quadrant|quad|brae|gate|park|view|vennel|walk|mews|circus|parade|hill)"
)
PROPER = r"(?!(?:from|the|in|at|on|to|of|a|and|his|her|my|their|year|years|old|minutes?|weeks?|days?|months?|hours?|people|more|times?)\b)[A-Za-z'’]+"
HELPLINES = {"999", "112", "101", "111", "116123", "0800838587", "08000271234", "85258", "08001111", "08088005000", "08000282233", "03003431505"}

_FORMS: tuple[tuple[Kind, str, str], ...] = (
    ("contact", "e-mail", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("contact", "web address", r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]"),
    ("contact", "web address", r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|org\.uk|scot|uk)(?:/[^\s<>\"]*)?\b"),
    ("contact", "handle", r"(?<![\w.])@[A-Za-z0-9_][\w.]{2,}"),
    ("number", "National Insurance number", r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b"),
    ("address", "postcode", r"\b(?:[A-Z]{1,2}\d{1,2}[A-Z]?)\s*\d[A-Z]{2}\b"),
    ("vehicle", "vehicle", r"\b[A-Z]{2}\d{2}[ -]?(?!for|and|the|was|has|his|her|you|but|not|she|who|are|had|may|can|one|two)[A-Z]{3}\b"),
    ("vehicle", "vehicle", r"\b[A-Z]\d{1,3}[ -]?[A-Z]{3}\b"),
    ("number", "passport or document number", r"\b[A-Z]{2}\d{7}\b"),
    ("number", "bank details", r"\b\d{2}-\d{2}-\d{2}\b(?:\s*\d{8}\b)?"),
    ("address", "address", rf"\b(?:(?:flat|apt|apartment|unit|house)\s*)?\d{{1,3}}\s*/\s*\d{{1,3}}\s*,?\s*\d{{1,4}}[a-z]?\s+(?:{PROPER}\s+){{1,3}}{STREET}\b"),
    ("address", "address", rf"\b\d{{1,3}}/\d{{1,3}},?\s+(?:{PROPER}\s+){{1,3}}{STREET}\b"),
    ("address", "address", rf"\b(?:flat\s*[\w/]+\s*,?\s*)?\d{{1,4}}[a-z]?,?\s+(?:{PROPER}\s+){{1,3}}{STREET}\b(?:\s+(?:east|west|north|south))?"),
    (
        "address",
        "address",
        r"\b(?-i:(?:[A-Z][\w'’]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Lane|Terrace|Crescent|Court|Place|Gardens|Way|Square|Wynd|Loan|Path|Grove|Quadrant|Brae|Walk|street|road|avenue|terrace|crescent|gardens))\b(?:\s+(?:east|west|north|south))?",
    ),
    ("address", "flat", r"\bflat\s+(?:[0-9]+(?:/[0-9]+)?[a-z]?|[a-z]\b)"),
    (
        "date",
        "date",
        rf"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{2,4}}\b)?",
    ),
    ("date", "date", rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"),
    ("date", "date", r"\b\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?(?:\d{4}|\d{2})\b"),
    ("date", "date", r"\b(?:19|20)\d\d-\d{2}-\d{2}\b"),
    ("date", "date of birth", r"(?<=dob )\d[\d /.-]{5,9}\d"),
    ("date", "date of birth", r"(?<=born in )(?:19|20)\d\d\b"),
    (
        "number",
        "reference",
        r"(?:(?<=\bref )|(?<=\bref: )|(?<=\breference )|(?<=\bcase no )|(?<=\bcase number )|(?<=\bcrime number ))[A-Z]{0,4}[/-]?\d[\w/-]{2,}",
    ),
    ("number", "reference", r"\b(?!CHI)(?-i:[A-Z]{2,4})[ /-]\d{4,}(?:[/-]\w+)*\b|\b(?:19|20)\d\d/[A-Z]{1,4}/\d{2,}\b|\b(?-i:[A-Z]{2,4})[/-]\d{2,}(?:/\d+)*\b"),
    ("organisation", "ward", r"\b(?-i:[Ww]ard)\s+[A-Z]?\d{1,2}[A-Z]?\b"),
    (
        "age",
        "age over 89",
        r"\b(?:9\d|1[01]\d)(?=\s*(?:y/?o|yo|yrs?|years?)\b)|(?<=aged )(?:9\d|1[01]\d)\b|(?<=age )(?:9\d|1[01]\d)\b|(?<=\bis )(?:9\d|10\d)(?=\s*(?:[.,;]|and|but|now|next|today|$))|(?<=['’]s )(?:9\d|10\d)(?=\s*(?:[.,;]|and|but|now|next|today|$))|(?<=, )(?:9\d|10\d)(?=[,. ])|(?<=\()(?:9\d|10\d)(?=\))",
    ),
)
_COMPILED = tuple((kind, label, re.compile(form, re.I)) for kind, label, form in _FORMS)
_DIGITS = re.compile(r"(?<![\w£$€.])\d(?:[\s-]?\d){7,11}(?!\w)")


def passes_modulus_11(digits: str) -> bool:
    """Whether ten digits end in the check digit that CHI and NHS numbers share (weights 10 to 2)."""
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1))) % 11
    return check % 11 == int(digits[9]) and check != 10


def is_date_shaped(digits: str) -> bool:
    """Whether the digits begin with a day and month (DDMMYY), as a CHI number does."""
    try:
        date(2000 if digits[4:6] == "00" else 1900 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True


def find_numbers(text: str) -> Iterator[Identifier]:
    """Ten-digit health numbers, and nine digits where a leading zero was lost. Helplines are left alone."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits in HELPLINES:
            continue
        if len(digits) == 10 and is_date_shaped(digits):
            label = "CHI number" if passes_modulus_11(digits) else "may be a CHI number"
        elif len(digits) == 9 and is_date_shaped("0" + digits):
            label = "may be a CHI number"
        elif len(digits) == 10 and passes_modulus_11(digits):
            label = "NHS number"
        elif len(digits) == 8 and not is_date_shaped(digits):
            label = "long number"
        else:
            continue
        yield Identifier(match.start(), match.end(), "number", label, match.group())


def find_phones(text: str) -> Iterator[Identifier]:
    """Telephone numbers as `phonenumbers` reads them for the United Kingdom, helplines aside."""
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE):
        digits = re.sub(r"\D", "", match.raw_string)
        if digits not in HELPLINES and len(digits) >= 10 and (digits[0] == "0" or match.raw_string.startswith(("+", "00"))):
            yield Identifier(match.start, match.end, "phone", "phone number", match.raw_string)


def find_forms(text: str) -> Iterator[Identifier]:
    """Everything that a fixed form gives away."""
    for kind, label, form in _COMPILED:
        for match in form.finditer(text):
            if match.group().strip():
                yield Identifier(match.start(), match.end(), kind, label, match.group())


_CUE = re.compile(
    r"\b(?:ref(?:erence)?|case|crime|incident|claim|asylum|tenancy|account|acct|a/c|policy|passport|licen[cs]e|key ?safe|door|entry|pin|sort code|hospital|unit|order|membership|library card)"
    r"(?:\s+(?:ref(?:erence)?|number|num|no|code))*\.?(?:\s+(?:is|was))?\s*[:#]?\s*(?P<id>(?-i:[A-Z]{0,4})[ /-]?\d[\w/-]{2,}(?:[ -]\d{2,})*)",
    re.I,
)


def find_references(text: str) -> Iterator[Identifier]:
    """Numbers that a word before them makes a reference, an account or a code."""
    for match in _CUE.finditer(text):
        if sum(c.isdigit() for c in match["id"]) >= 3:
            yield Identifier(match.start("id"), match.end("id"), "number", "reference", match["id"])
