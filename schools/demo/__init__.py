"""The demonstration: an invented county office at work, with families, schools' answers and a trail to look at.

Every name is made up; the schools are those of the public directory, their addresses for mail are replaced.
"""
