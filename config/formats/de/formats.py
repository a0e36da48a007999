"""German dates and numbers as Django has them, but dates may be typed without zeros and with two-digit years.

Digits alone (090314) are not here: strptime reads 11114 as two different days. Where they are wanted, the field
must insist on six or eight of them.
"""

SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
DATETIME_FORMAT = "j. F Y, H:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S"]
