"""Many schools' workbooks compiled into one summary: figures only, nobody's name.

`folders` finds the workbooks, `reading` makes one of them into figures, `workers` and `cluster` do that for all of them
side by side, `summary` adds up, `sheets` draws. Leaves how a school counts to `monitoring`.
"""
