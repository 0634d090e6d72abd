"""The paper of the programme's year: orders, regulations, consents, plans, reports, letters and certificates.

catalogue()                     what can be made
make(book, kind, today=…)       files and the changes of the book
check_template(path)            what is wrong in a school's own template
save_files(files, folder)       onto the disk
"""

from nastavnik_sheets.documents.files import save_files
from nastavnik_sheets.documents.making import DocumentsResult, catalogue, make
from nastavnik_sheets.documents.template_check import Problem, check_template

__all__ = ["DocumentsResult", "Problem", "catalogue", "check_template", "make", "save_files"]
