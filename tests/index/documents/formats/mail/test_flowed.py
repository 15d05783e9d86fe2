from index.documents.formats.mail.flowed import unflowed


def test_lines_that_end_in_a_blank_go_on() -> None:
    assert unflowed("Otters dive \nfor clams.\nThey sleep.", False) == (
        "Otters dive for clams.\nThey sleep."
    )


def test_the_blank_goes_where_it_is_no_part_of_the_text() -> None:
    assert unflowed("海獺 \n吃貝類。", True) == "海獺吃貝類。"


def test_quotations_of_one_depth_flow_together() -> None:
    assert unflowed(">> Do otters \n>> dive?\n> They \nDo.", False) == (
        ">> Do otters dive?\n> They \nDo."
    )


def test_stuffed_blanks_go_and_a_signature_stays() -> None:
    assert unflowed(" From here \non.\n-- \nAnn", False) == "From here on.\n-- \nAnn"
