"""Text -> the language that it is in, told by its function words, as a librarian does who does not read it.

Articles, pronouns and prepositions are a third of any text and hardly change in a century. Words that two of these
languages share are in none of the lists.
"""

import re
from functools import lru_cache

from briefbook.text.folding import fold

_WORDS = {
    "en": """
        the of and that with from was were which would been have had not they their this these those are for
        but his her what who than more when there should could will shall if we you it by into about other
        some any after before because upon between through where while has do does did said only our your
        them she he is at to my us
    """,
    "fr": """
        le les des du une dans qui est sont pas nous vous avec ce cette ces aux au sur ont mais été leur
        leurs plus ils elle elles je j'ai il n'est n'a qu'il qu'elle d'un d'une l'on c'est avait était être
        sans sous donc dont comme cela fait très tout toute tous toutes notre votre avons avez serait où
        ainsi afin depuis
    """,
    "es": """
        el los las del una y con por lo su sus que se más pero como fue ser han había está están esta este
        estos estas ha muy sin sobre también hasta desde donde quien nos cuando porque entre ya nuestro
        nuestra usted ustedes señor
    """,
    "de": """
        der die und das den dem ein eine einer eines einem einen nicht mit auf für von zu ist sind war wird
        werden wurde hat haben sich auch dass daß aus bei nach über als oder wie wir sie ihr ihre sein seine
        durch um zur zum vom im noch nur kann aber vor bis
    """,
    "pt": """
        o os do dos da das em uma um não com para ao aos à às pelo pela pelos pelas são foi ser tem seu sua
        seus mais mas que isso este esta estes também já até muito quando nós foram está estão senhor
    """,
    "it": """
        il lo gli della delle dei degli nella nel una che non con per sono è stato stata più anche questo
        questa come alla alle dal dalla ha hanno suo sua loro ma si essere era sul sulla
    """,
}
"""The commonest function words of each language, of ordinary grammars."""

MIN_WORDS = 8
"""Function words that a text must have, for its language to be told."""

MIN_SHARE = 0.75
"""Their part that must be of one language; a text in two has none."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def _of_one_language() -> dict[str, str]:
    seen: dict[str, str] = {}
    shared = set()
    for language, words in _WORDS.items():
        for word in {fold(word.strip().replace("'", "’")) for word in words.split()}:
            if word in seen:
                shared.add(word)
            seen[word] = language
    return {word: language for word, language in seen.items() if word not in shared}


_LANGUAGE = _of_one_language()


def votes_of(text: str) -> dict[str, int]:
    """How many function words of each language a text has; words that two languages share are not counted."""
    votes: dict[str, int] = {}
    for match in _WORD.finditer(text):
        language = _LANGUAGE.get(fold(match.group().replace("'", "’")))
        if language:
            votes[language] = votes.get(language, 0) + 1
    return votes


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """The language of a text, by ISO 639; "" where it has few words, or is in several.

    >>> language_of("Je ne crois pas que le gouvernement résiste longtemps, et l’opinion est sur ce point avec nous.")
    'fr'
    >>> language_of("HE SAID THAT THEY WOULD NOT HAVE COME IF THE WEATHER HAD BEEN BAD, BUT IT WAS FINE.")
    'en'
    >>> language_of("Santa Rosa 140")
    ''
    """
    votes = votes_of(text)
    total = sum(votes.values())
    best = max(votes, key=votes.__getitem__, default="")
    return best if total >= MIN_WORDS and votes[best] >= MIN_SHARE * total else ""


def is_translated(words: str, language: str) -> bool:
    """Whether a few words are in another language than their source's: they have its function words, and none of this.

    >>> is_translated("hold out for long", "fr"), is_translated("résiste longtemps", "fr")
    (True, False)
    """
    if not words.isupper():
        words = " ".join(
            word for word in words.split() if not word.isupper() or len(word) == 1
        )  # DA is an abbreviation
    votes = votes_of(words)
    return language != "" and not votes.get(language) and sum(votes.values()) >= MIN_PART * len(words.split()) > 0


MIN_PART = 0.15
"""The part of a few words that must be another language's function words; in prose it is a third and more."""


NAMES = {"en": "English", "fr": "French", "es": "Spanish", "de": "German", "pt": "Portuguese", "it": "Italian"}
"""The languages that are told apart, by ISO 639."""
