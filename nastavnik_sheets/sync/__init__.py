"""The mirror in a Google Sheet: what changed on which side, what may leave, what a person has to decide.

Plain functions: `merge` compares, `guards` stop, `snapshot` remembers, `privacy` says what may leave. Leaves reading
and writing to hosts and commands.
"""

from nastavnik_sheets.sync.merge import HERE, THERE, Merged, Place, merge

__all__ = ["HERE", "THERE", "Merged", "Place", "merge"]
