import pytest
import uharfbuzz as hb

from privacy.typeset import fonts, truetype


@pytest.fixture
def face():
    return fonts.face("NotoSansArabic")


def test_a_composite_has_the_box_of_its_parts_and_its_own_advance(face):
    letter = face.font.get_nominal_glyph(ord("ب"))
    plain = face.subset([0, letter])
    place = truetype.glyph_count(plain)
    program = truetype.with_composites(plain, [(700, ((letter, 0, 0), (letter, 100, 50))), (0, ())])
    font = hb.Font(hb.Face(program))
    one, two = font.get_glyph_extents(letter), font.get_glyph_extents(place)
    assert truetype.glyph_count(program) == place + 2
    assert font.get_glyph_h_advance(place) == 700
    assert (two.x_bearing, two.y_bearing) == (one.x_bearing, one.y_bearing + 50)
    assert (two.width, two.height) == (one.width + 100, one.height - 50)
    assert font.get_glyph_extents(place + 1).width == 0


def test_checksums_are_those_of_the_format(face):
    program = truetype.with_composites(face.subset([0, 5]), [(10, ((5, 0, 0),))])
    assert truetype._checksum(program) == truetype._MAGIC
    assert sorted(truetype.tables(program)) == list(truetype.tables(program))


def test_there_is_one_face_of_a_family_and_weight():
    assert fonts.face("NotoSans") is fonts.face("NotoSans")
    assert fonts.face("NotoSans", bold=True).name == "NotoSans-Bold"
    assert fonts.face("NotoSans").advance(36) < fonts.face("NotoSans", bold=True).advance(36)
