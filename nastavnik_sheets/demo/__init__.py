"""An invented school and its year: raw files as people hand them in, and what its coordinator does with them.

`mentee_table` and `mentor_table` hold the people, `cast` reads them, `year` the dates, `collected` and `reported` make
the files that forms export, `answered` the questionnaires, `entered`, `kept` and `finished` are what the coordinator
types, `story` runs the commands one after another, `school` makes the workbook alone.
"""
