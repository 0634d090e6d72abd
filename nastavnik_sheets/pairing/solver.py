"""Finds the best pairs with scipy's sparse matching, a group of connected people at a time; proves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from nastavnik_sheets.pairing.instance import Instance, Ints, ties

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = NDArray[np.float64]

WEIGHT_BITS = 49  # of the 53 a float holds exactly: the rest is for sums along a chain of moves
ROOM_BITS = 6  # a more important lane outweighs a chain of this many (2**6) moves in the lane below
TIE_BITS = 10
LIKELY = 32  # candidates of either side that are looked at first
FULL_TABLE = 4  # a table is worth it when at least one in so many places is a row
BATCH = 256  # mentees solved in one call when they come in small separate groups


def chosen_rows(instance: Instance, *, rows: Ints | None = None, tie_bits: int = TIE_BITS) -> Ints:
    """Return for each mentee the number of the row that pairs him, -1 if none; `rows` narrows the choice."""
    chosen = np.full(len(instance.mentees), -1, dtype=np.int64)
    open_rows = np.arange(len(instance.mentee)) if rows is None else rows
    open_rows = open_rows[instance.places[instance.mentor[open_rows]] > 0]
    if open_rows.size:
        weights, unpaired = row_weights(instance, tie_bits=tie_bits)
        for batch in _batches(instance, open_rows):
            taken = batch[_solved(instance, batch, weights[batch], unpaired)]
            chosen[instance.mentee[taken]] = taken
    return chosen


def row_weights(instance: Instance, *, tie_bits: int) -> tuple[Floats, float]:
    """Return the lanes of each row packed into one float, and the weight of having no pair.

    A lane gets as many bits as its values need, and room for a chain of moves; when the bits do not
    suffice or a chain is longer, the answer may be wrong: `assign` proves it and asks the oracle if so.
    """
    lanes = [lane - lane.min() for lane in reversed(instance.lanes[1:])]
    widths = [int(lane.max()).bit_length() for lane in lanes]
    room = min(ROOM_BITS, len(instance.mentees).bit_length())
    needed = sum(width + room for width in widths if width)
    spare = max(0, min(tie_bits, WEIGHT_BITS - needed - room))
    weights: Floats = 1.0 + ties(instance, spare).astype(np.float64)
    unit = 2.0 ** (spare + room)
    for lane, width in zip(lanes, widths, strict=True):
        if width:
            weights += lane.astype(np.float64) * unit
            unit *= 2.0 ** (width + room)
    return weights, unit


def likely_rows(instance: Instance) -> Ints | None:
    """Return the rows among the best of either of the two, if the rows are most of a large table, else None.

    They most likely hold an optimum, so the others are looked at only in the proof.
    """
    table = (len(instance.mentees), len(instance.mentors))
    if min(table) <= 2 * LIKELY or FULL_TABLE * len(instance.mentee) < table[0] * table[1]:
        return None
    weights = np.full(table, np.inf)
    weights[instance.mentee, instance.mentor], _ = row_weights(instance, tie_bits=TIE_BITS)
    likely = np.zeros(table, dtype=bool)
    np.put_along_axis(likely, np.argpartition(weights, LIKELY, axis=1)[:, :LIKELY], values=True, axis=1)
    np.put_along_axis(likely, np.argpartition(weights, LIKELY, axis=0)[:LIKELY], values=True, axis=0)
    return np.flatnonzero(likely[instance.mentee, instance.mentor])


def _batches(instance: Instance, rows: Ints) -> Iterator[Ints]:
    """Split the rows so that no one in a batch could be paired outside it; join the small groups."""
    people = len(instance.mentees)
    size = people + len(instance.mentors)
    ends = (instance.mentee[rows], people + instance.mentor[rows])
    starts = np.searchsorted(ends[0], np.arange(size + 1))
    graph = csr_array((np.ones(len(rows), dtype=np.int8), ends[1], starts), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    heads = np.bincount(group[:people], minlength=int(group.max()) + 1)
    batch = (np.cumsum(heads) - heads) // BATCH
    of_row = batch[group[ends[0]]]
    if of_row.min() == of_row.max():
        yield rows
        return
    ranked = np.argsort(of_row, kind="stable")
    yield from np.split(rows[ranked], np.flatnonzero(np.diff(of_row[ranked])) + 1)


def _solved(instance: Instance, rows: Ints, weights: Floats, unpaired: float) -> Ints:
    """Return which of the rows are taken; a mentor is a column a place, and each mentee has one «no pair»."""
    i, people = _renumbered(instance.mentee[rows], len(instance.mentees))
    j, _ = _renumbered(instance.mentor[rows], len(instance.mentors))
    degree = np.bincount(j)
    slots = np.zeros(len(degree), dtype=np.int64)
    slots[j] = instance.places[instance.mentor[rows]]
    slots = np.minimum(slots, degree)
    first = np.cumsum(slots) - slots
    copies = slots[j]
    edge = np.repeat(np.arange(len(rows)), copies)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
    alone = np.arange(people)
    total = int(slots.sum())
    starts = np.append(0, np.cumsum(np.bincount(i, weights=copies, minlength=people).astype(np.int64) + 1))
    columns, costs = np.empty(starts[-1], dtype=np.int64), np.empty(starts[-1])
    here = np.arange(len(edge)) + i[edge]  # rows are sorted by mentee, and each ends with his «no pair»
    columns[here], costs[here] = first[j[edge]] + place, weights[edge]
    columns[starts[1:] - 1], costs[starts[1:] - 1] = total + alone, unpaired
    graph = csr_array((costs, columns, starts), shape=(people, total + people))
    _, column = min_weight_full_bipartite_matching(graph)
    owner = np.append(np.repeat(np.arange(len(degree)), slots), np.full(people, -1))
    return np.flatnonzero(owner[column][i] == j)


def _renumbered(numbers: Ints, size: int) -> tuple[Ints, int]:
    """Return the numbers without gaps, and how many there are."""
    present = np.zeros(size, dtype=np.int64)
    present[numbers] = 1
    return (np.cumsum(present) - 1)[numbers], int(present.sum())
