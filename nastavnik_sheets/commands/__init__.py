"""Everything a person can do: each command opens a workbook, computes a plan, shows or applies it.

Only this package opens hosts. Leaves words on the command line to `cli`, the work itself to the modules it calls.
"""
