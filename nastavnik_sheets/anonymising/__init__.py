"""A copy of a workbook for a training or a bug report: invented names, telephones, days; the same structure and errors.

Plain functions over records and texts. Leaves files to `commands.anonymising`.
"""
