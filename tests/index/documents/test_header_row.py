import pytest

from index.documents.header_row import header_of


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["Food", "Calories"], ["Leaves", "50"], ["Berries", "150"]], 0),
        ([["Leaves", "50"], ["Berries", "150"]], None),
        ([["", "Calories"], ["Leaves", "50"]], 0),
        ([["Item", "2022", "2023"], ["Rent", "1,200", "1,300"]], 0),
        ([["Item", "2022", "2023"], ["Rent", "2021", "2022"]], None),
        ([["Country", "Founded"], ["Italy", "1861"], ["France", "843"]], 0),
        ([["", "Sales", "", "Costs"], ["Town", "May", "June", "July"], ["Rome", "1", "2", "3"]], 1),
        ([["State", "Under 18", "18 - 24", "65+"], ["Ohio", "3", "5", "1"]], 0),
        ([["Ohio", "18 - 24"], ["Utah", "25 - 30"]], None),
        ([["State", "Drivers", "Share of drivers " * 8], ["Ohio", "3", "40"]], 0),
        ([["A whole paragraph of text. " * 8, "3"], ["Another one. " * 9, "4"]], None),
        ([["Name", "City", "Job"], ["Ada", "London", "poet"], ["Bo", "Rome", "cook"]], 0),
        ([["a", "b", "c"], ["b", "c", "a"], ["a", "c", "b"]], None),
        ([["Name", "Ada"], ["City", "London"], ["Age", "36"]], None),
        ([["Price", "Due"], ["$5.00", "2024-05-03"], ["n/a", "2024-05-04"]], 0),
        ([["Only", "this"]], None),
        ([], None),
    ],
)
def test_the_row_that_names_columns_is_found(rows: list[list[str]], header: int | None) -> None:
    assert header_of(rows) == header


def test_a_row_that_looks_different_names_columns_of_words() -> None:
    rows = [["Name", "City"], ["Ada", "London"], ["Bo", "Rome"]]
    assert header_of(rows) is None
    assert header_of(rows, emphasised=True) == 0
