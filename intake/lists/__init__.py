"""Lists of newly arrived children, as offices and schools send them: read, matched to our fields, checked, opened.

reading → headings → rows (with values) → checking → importing; `workbook` is XLSX in and out. Nothing here is stored
but a preview that is its user's alone (intake/models/lists.py) and gone after a day.
"""
