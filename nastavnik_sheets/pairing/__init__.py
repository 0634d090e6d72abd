"""Pairing: who is paired with whom, what another choice costs, and what to offer. Knows no workbook.

    assign        the best pairs, proven: {mentee: mentor}
    offers        a few mentors for everyone to choose from
    prices        what each offered choice costs the programme; extra_places: what a place more brings
    certify       an independent check of finished pairs
    solve         assign that keeps its work, for offers_of, prices_of and extra_places_of

Importing this loads neither numpy nor scipy; the first call does.
"""

from nastavnik_sheets.pairing.assign import Solution, assign, solve
from nastavnik_sheets.pairing.certificate import Certificate, blocking_pairs, certify
from nastavnik_sheets.pairing.offers import offers, offers_of
from nastavnik_sheets.pairing.price import (
    ExtraPlace,
    Price,
    extra_places,
    extra_places_of,
    prices,
    prices_of,
)

__all__ = [
    "Certificate",
    "ExtraPlace",
    "Price",
    "Solution",
    "assign",
    "blocking_pairs",
    "certify",
    "extra_places",
    "extra_places_of",
    "offers",
    "offers_of",
    "prices",
    "prices_of",
    "solve",
]
