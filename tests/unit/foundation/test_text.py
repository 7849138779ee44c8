"""Do texts fall back to the nearest language, and names sort the Finnish and Swedish way?"""

from __future__ import annotations

import pytest

from ovi.foundation.text import Trilingual, sort_key


@pytest.mark.parametrize(
    "names",
    [
        ["Aho", "Zitting", "Åberg", "Ärjälä", "Öhman"],
        ["Valta", "Virtanen", "Wahlroos", "Widenius", "Xu"],
        ["zeta", "Zz", "åå", "ää", "öö"],
        ["Aalto", "Áan", "Aav", "Ab"],
        ["Mulla", "Müller", "Mulli"],
        ["Šoda", "Sode", "Šodi"],
        ["Ahola", "Ahola Aino", "Ahola-Virta"],
    ],
)
def test_names_are_in_finnish_order(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=sort_key) == names


def test_case_and_composition_make_no_difference() -> None:
    assert sort_key("ÄIJÄLÄ") == sort_key("äijälä") == sort_key("a\u0308ija\u0308la\u0308")


def test_w_is_a_letter_after_v_and_not_mixed_with_it() -> None:
    assert sorted(["Wa", "Vo", "Wo", "Va"], key=sort_key) == ["Va", "Vo", "Wa", "Wo"]


def test_the_last_letters_come_after_z_in_their_order() -> None:
    assert sorted("öäåzy", key=sort_key) == list("yzåäö")
    assert sort_key("z") < sort_key("zz") < sort_key("zå") < sort_key("å")


def test_names_that_look_like_code_or_run_right_to_left_keep_their_letters() -> None:
    for name in ("", "<b>'; --", "שלום", "🩺"):
        assert sort_key(name) == name


def test_a_text_falls_back_to_the_nearest_language() -> None:
    text = Trilingual.of({"fi": "suomeksi", "en": "in English"})
    assert text.best("sv") == ("suomeksi", "fi")
    assert text.in_("en") == "in English"
    assert Trilingual(sv="på svenska").best("en") == ("på svenska", "sv")
    assert Trilingual().best("fi") == ("", "fi")


def test_missing_and_null_are_empty_and_other_languages_refused() -> None:
    assert Trilingual.of({"fi": None}) == Trilingual()
    with pytest.raises(ValueError, match="unknown language: de"):
        Trilingual.of({"de": "auf Deutsch"})
