"""Nominations for the contests of §11: what is counted, who stands where and why, what a decision becomes.

Only what the workbook records is counted; nothing that one person says of another (п. 6.5).
"""
