"""A person taken out of a workbook: who he is in it, where he is named, what is left in his place.

Plain functions over records, texts and bytes. Leaves opening, copies, journals and papers to `commands.forgetting`.
"""
