"""The rules of the programme: generators, each `rule(book, today) -> flags`, by what they are about.

`catalogue` lists them in the order of the manual. What a rule knows that others need as well stands in `facts`.
"""
