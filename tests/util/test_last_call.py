"""The last result of a function is kept for the same values and the same language."""

from briefbook.util.last_call import remembers_last
from briefbook.util.translation import gettext, using


def test_the_same_values_are_asked_once_and_equal_others_again():
    asked = []

    @remembers_last
    def length(words: list[str]) -> int:
        asked.append(words)
        return len(words)

    words = ["a", "b"]
    assert [length(words), length(words), length(list(words)), length(words)] == [2, 2, 2, 2]
    assert len(asked) == 3  # an equal list is another object, and takes the place of the first


def test_another_language_is_asked_anew():
    @remembers_last
    def shown(message: str) -> str:
        return gettext(message)

    message = "Search"
    english = shown(message)
    with using("fr"):
        french = shown(message)
    assert (english, french, shown(message)) == ("Search", "Recherche", "Search")
