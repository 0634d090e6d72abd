"""The in-place editor of .xlsx packages: changes the bytes it must and copies the rest untouched.

Knows workbooks, nothing of mentoring.
"""
