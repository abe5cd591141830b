"""Take pairs of opposite words out of WordNet, with their synonyms and forms, for the checks of what a sentence tells.

    python tools/opposites.py /usr/share/wordnet

The folder is that of WordNet 3.0 (Debian's package ``wordnet-base``). Written is ``text/data/opposites.csv``: in each
row the words of one side, those of the other, and of which kind they are. A side has the words of one meaning (a
synset) of which WordNet says that a word of the other side is its antonym. A word is taken only where the meaning is
one of its first two, where it is mostly of that kind (a verb, not a noun), and where the frequency list has it often
enough.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefbook.text.lexicon import frequency

OUT = Path(__file__).parents[1] / "src" / "briefbook" / "text" / "data" / "opposites.csv"
MIN_FREQUENCY = 1_000_000
MAX_SENSE = 2
KINDS = {"verb": "v", "adj": "a", "noun": "n"}
_KIND_OF = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
_COMMON = """
    have has had do be get make take go come give put let man woman he she him her same other real whole work walk like
"""
NOT_OPPOSITE = frozenset(_COMMON.split())
"""Words of so many meanings, or so common, that nothing is told by their opposites."""
_OF_PAPERS = """
    v agree accept approve consent endorse | refuse reject decline disagree
    v support favor favour welcome back | oppose deplore regret
    v defend justify praise | attack criticize criticise condemn denounce
    v increase rise grow expand raise | decrease fall decline drop reduce shrink lower
    v double triple | halve
    v confirm affirm admit acknowledge | deny
    v allow permit authorize authorise | forbid prohibit ban
    v buy purchase | sell
    v succeed | fail
    v lift | impose
    v begin start resume commence | stop cease end halt suspend
    v open reopen | close shut
    v arrive come | depart leave
    v advance | withdraw retreat
    v postpone delay defer | hasten expedite
    v join enter | quit leave
    v win | lose
    v trust | distrust mistrust
    v include | exclude
    v arrest detain | release free
    v accuse | acquit
    v encourage | discourage
    v strengthen | weaken
    v reveal disclose publish | conceal hide
    v invite | expel
    v hire recruit | dismiss
    v remain stay | leave desert
    v remember recall | forget
    v cheer applaud acclaim | jeer boo hiss
    v promote | demote
    v recognize recognise | disown repudiate
    v demand claim | waive renounce
    v praise | blame
    v obey | disobey defy
    v land disembark | embark
    v unite | divide split
    v rise | sink
    a optimistic | pessimistic
    a satisfied pleased content | dissatisfied disappointed displeased
    a willing ready eager | unwilling reluctant
    a senior | junior
    a highest | lowest
    a largest biggest | smallest
    a earlier sooner | later
    a early | late
    a public | private
    a civilian | military
    a north northern | south southern
    a east eastern | west western
    a oral | written
    a likely probable | unlikely improbable
    a possible | impossible
    a easier | harder
    a friendly | hostile unfriendly
    a generous ample adequate sufficient | meagre meager inadequate insufficient
    a scarce | plentiful abundant
    a heavy severe serious considerable | slight light minor
    a temporary | permanent
    a direct | indirect
    a legal lawful | illegal unlawful
    a voluntary | compulsory
    a moderate moderates | extremist extremists radical radicals
    n dawn daybreak sunrise | dusk nightfall sunset
    n majority | minority
    n advantage | disadvantage
    n import | export
    n friend ally | enemy foe
    n buyer | seller
    n debtor | creditor
    n victory | defeat
    n surplus | deficit
    n profit | loss
    r secretly | openly
    r publicly | privately
    r unanimously | narrowly
    - sure certain confident convinced | doubtful doubt doubts doubted uncertain sceptical skeptical
    - loyal faithful | disloyal mutinous
    - willing ready prepared agreed consented | unwilling reluctant refuse refused refuses refusing declined
    - longer | shorter
    - more | fewer less
    - higher | lower
    - larger bigger greater | smaller
    - better | worse
    - older elder | younger
    - wider broader | narrower
    - faster quicker | slower
    - stronger | weaker
    - cheaper | dearer costlier
    - heavier | lighter
    - nearer closer | farther further
    - first | last
    - outgoing | incoming
    - oldest eldest | youngest
    - disapprove disapproves disapproved disapproving | approve approves approved approving
    - blame blames blamed | exonerate exonerates exonerated
    - outbound | inbound
    - afterwards afterward | beforehand
    - pass passes passed passing adopt adopts adopted carry carried enact enacted | reject rejects rejected throw threw
    - passed adopted | defeated thrown
    - escape escapes escaped escaping survive survives survived surviving | killed perished died
    - attend attends attended attending | miss misses missed
    - build builds built building rebuild rebuilt | demolish demolishes demolished raze razed
    - keep keeps kept keeping | abandon abandons abandoned abandoning
    - abstain abstains abstained | vote votes voted
    - conquer conquered conquers capture captured captures | lose lost loses
"""
"""Opposites of the commonest words of diplomatic papers, which WordNet has apart or not at all."""


class Wordnet:
    """The meanings of one kind of words: of each its words, and its antonyms by place."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.words: dict[str, list[str]] = {}
        self.antonyms: list[tuple[str, int, str, int]] = []
        self.uses = Counter[str]()
        self.all_uses = Counter[str]()
        for line in (folder / "cntlist.rev").read_text(encoding="latin-1").splitlines():
            key, _, count = line.split()
            word, _, places = key.partition("%")
            self.all_uses[word] += int(count)
            if _KIND_OF[places[0]] == kind:
                self.uses[word] += int(count)
        self.senses: dict[str, list[str]] = {}
        self.forms: dict[str, list[str]] = defaultdict(list)
        for line in (folder / f"data.{kind}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                self._meaning(line.split("|")[0].split())
        for line in (folder / f"index.{kind}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                parts = line.split()
                self.senses[parts[0]] = [part for part in parts[4:] if re.fullmatch(r"\d{8}", part)]
        for line in (folder / f"{kind}.exc").read_text(encoding="latin-1").splitlines():
            form, *lemmas = line.split()
            for lemma in lemmas:
                self.forms[lemma].append(form)

    def _meaning(self, parts: Sequence[str]) -> None:
        offset, count = parts[0], int(parts[3], 16)
        words = [re.sub(r"\(.*\)", "", parts[4 + 2 * place]).lower() for place in range(count)]
        self.words[offset] = words
        rest = parts[4 + 2 * count :]
        for place in range(int(rest[0])):
            symbol, target, _, ends = rest[1 + 4 * place : 5 + 4 * place]
            if symbol == "!":
                self.antonyms.append((offset, int(ends[:2], 16), target, int(ends[2:], 16)))

    def usual(self, word: str, offset: str) -> bool:
        """Whether a word is usual, and a meaning one of its first two."""
        return (
            word.isalpha()
            and len(word) > 3
            and word not in NOT_OPPOSITE
            and frequency(word) >= MIN_FREQUENCY
            and 2 * self.uses[word] >= self.all_uses[word]
            and offset in self.senses.get(word, [])[:MAX_SENSE]
        )

    def side(self, offset: str, word: str) -> list[str]:
        """The words of one side: the antonym itself first."""
        found = [word] if word.isalpha() else []
        found += [other for other in self.words[offset] if self.usual(other, offset)]
        return list(dict.fromkeys(found))


def forms(word: str, kind: str, irregular: Sequence[str]) -> Iterator[str]:
    """A word and its forms, as far as the frequency list has them."""
    yield word
    yield from irregular
    if kind not in ("verb", "noun"):
        return
    stem = word.removesuffix("e")
    is_sibilant = re.search(r"(?:s|x|ch|sh)$", word)
    plural = word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + ("es" if is_sibilant else "s")
    made = [plural]
    if kind == "verb":
        double = word + word[-1] if re.search(r"[^aeiou][aeiou][^aeiouwxy]$", word) else word
        past = word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else stem + "ed"
        made += [stem + "ing", double + "ing", double + "ed", *([] if irregular else [past])]
    yield from (form for form in made if frequency(form) > 1)


def main(folder: Path) -> None:
    """Write the table."""
    rows, seen = [], set()
    for kind, sign in KINDS.items():
        wordnet = Wordnet(folder, kind)
        for offset, place, target, other in wordnet.antonyms:
            if place == 0 or other == 0 or (target, offset) in seen:
                continue
            seen.add((offset, target))
            first, second = wordnet.words[offset][place - 1], wordnet.words[target][other - 1]
            if not (wordnet.usual(first, offset) and wordnet.usual(second, target)):
                continue
            sides = []
            for meaning, word in ((offset, first), (target, second)):
                names = wordnet.side(meaning, word)
                sides.append(dict.fromkeys(form for name in names for form in forms(name, kind, wordnet.forms[name])))
            both = set(sides[0]) & set(sides[1])
            cells = [" ".join(word for word in side if word not in both) for side in sides]
            if all(cells):
                rows.append((*cells, sign))
    exceptions = {kind: Wordnet(folder, kind).forms for kind in (*KINDS, "adv")}
    names = {sign: kind for kind, sign in KINDS.items()} | {"r": "adv", "-": "adv"}
    for line in _OF_PAPERS.strip().splitlines():
        sign, _, words = line.strip().partition(" ")
        kind = names[sign]
        pair = [
            [f for word in side.split() for f in forms(word, kind, exceptions[kind][word])] for side in words.split("|")
        ]
        rows.append((*(" ".join(dict.fromkeys(side)) for side in pair), f"{sign} of papers"))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("words", "opposites", "kind"))
        writer.writerows(sorted(rows))
    print(len(rows), "rows", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
