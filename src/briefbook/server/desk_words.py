"""What a finding advises and why the desk refuses something, in the language that is being written.

Both are said in English where they are made, by stages that know no reader. They are recognised by their templates and
written anew where the desk shows them; a sentence that has no template stays English.
"""

import re

from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, language, pgettext, refilled

_REMEDIES = (
    N_("rename one of the files."),
    N_("cite the cable that reports the event, or correct the date."),
    N_("look at the passage, and correct the sentence; accept this if another source has it."),
    N_("decide whether the words may stay that are quoted from it, and accept this finding then: {words}"),
    N_(
        "it is not used. Look at both pages, and move it to where that page's transcript belongs: "
        "transcripts/FILE/p003.txt is for page 3 of the file; of several begin with the last."
    ),
    N_("name the file for its item."),
    N_("name the one who says it in the paper."),
    N_("quote them in the paper's order, and mark by an ellipsis what is left out between them."),
    N_("write the words as the paper has them; the note is kept."),
    N_('It reads: "{words}".'),
    N_("did you mean {items}?"),
    N_("Otherwise bring in its scan or description."),
    N_("correct the id, or bring in its scan or description."),
    N_("The sentence fits {items}."),
    N_("These words stand in {items}; nearly these words stand in {others}."),
    N_("These words stand in {items}."),
    N_("Nearly these words stand in {others}."),
    N_("page {page} of the file {file} is page {other} of {item} now: cite {citation}."),
    N_("its first page is page {page} of {item} now: cite {other}."),
    N_("it has {pages}: correct the page."),
    N_("read the correction, correct what rests on the error, and cite both."),
    N_("write the cable's date, or make clear that the date is the event's."),
    N_("look for papers of those days, or accept this with what is known of them."),
    N_("look at the picture, then say which holds: {command}."),
    N_("look at the picture, then {command}."),
    N_("cite the fuller copy."),
    N_(
        "quote the words that are left out; where sentences are joined, begin the next with a "
        "capital, or make two quotations of it."
    ),
    N_("correct the date that is wrong, or make clear that two events are meant."),
    N_("write {note}: and the note on a line of its own."),
    N_("write {note} where it belongs, or delete the note."),
    N_("look at the picture or the list, and correct what is wrong."),
    N_("see `briefbook parts ITEM`: divide the file, or say that it is one item with --whole."),
    N_("compare with the scan; where it is wrong, write the id into the row and import again with --replace."),
    N_("find the item's own id, write it into the row and import again with --replace."),
    N_("where it is the same paper, import the list again with --replace --near-ids same, or correct the id there."),
    N_("say through whom they came."),
    N_("correct the code, give it an alias in briefbook.toml, or confirm it."),
    N_("write the link and name its target: {example}."),
    N_("name the page or item it leads to."),
    N_("take the link away until that page is published, or its `draft: true`."),
    N_("name a page, an item, a file or a web address."),
    N_("save it in media/ and name it here, if its owner allows."),
    N_("save it as JPEG, PNG, WebP, GIF or SVG."),
    N_("put it into media/ or beside the page, or correct its name."),
    N_("write {name}, if it is the same name."),
    N_("write the name in one way, or accept this if they are two persons."),
    N_("cite them where they belong, or ignore C111 in briefbook.toml."),
    N_("look at the paper, and correct the sentence or the catalogue."),
    N_("cite the paper that has the number, or correct the number."),
    N_("look at the references of the paper, and correct the number or the citation."),
    N_("look at the paper: a month mistaken, a figure misread, or the date of receipt?"),
    N_("correct the name or the office, or accept this with the day on which the office changed hands."),
    N_("look at both papers; correct the wrong number, or cite the fuller copy and accept this."),
    N_("move the passage, correct the item's date, or widen `dates` in the front matter."),
    N_("correct `dates`, or accept it."),
    N_("correct the title or `dates`, or rename the file."),
    N_("write it as {example}."),
    N_("these words stand in {items}; nearly these words stand in {others}: cite it."),
    N_("these words stand in {items}: cite it."),
    N_("nearly these words stand in {others}: correct them, and cite it."),
    N_("cite the item it comes from."),
    N_("put the missing mark where the quoted words begin or end."),
    N_("correct the transcript of {item}, p. {page}, if the picture agrees."),
    N_("write these lines, or leave lines out: they are counted on the reading, not on the paper."),
    N_("write p. {page}."),
    N_("quote it as the paper has it: {words}"),
    N_("quote it whole: it stands in {place}."),
    N_("mark by dots what is left out, or quote it whole: it stands in {place}."),
    N_("mark by dots what is left out, or quote it whole: {words}"),
    N_("correct what differs, and mark by dots what is left out, or quote it whole: it stands in {place}."),
    N_("correct what differs, and mark by dots what is left out, or quote it whole: {words}"),
    N_("quote the two parts as two quotations, or mark by dots what is left out between them."),
    N_("cite {item}, which has these words; or correct the quotation."),
    N_("correct the quotation or the citation: nearly these words stand in {others}."),
    N_("correct the quotation or the citation: these words stand in {items}."),
    N_("correct the quotation or the citation; no other item of the collection has these words."),
    N_("keep one of them, refer from the other, or accept this with the reason."),
    N_("cite the item that has the words, or say that both have them."),
    N_("compare both with the item, and correct one of them."),
    N_("end the quotation before it, or mark it: [redacted]."),
    N_("on that day: {offices}."),
    N_("write the office held on that day."),
    N_("look at the picture and correct the wrong row, or delete both tables: they are generated."),
    N_("put its scan into scans/ and run `briefbook read`."),
    N_("put their scans into scans/ and run `briefbook read`."),
    N_("put the scan into scans/ under the name {item} and run `briefbook read`."),
    N_("name the post that sent it, or say whose words it passes on."),
    N_("name the post that sent or got it, or say whose words it passes on."),
    N_("correct it, if it is a slip."),
    N_("look for a paper that says otherwise."),
    N_("correct the cell or the catalogue, or delete the table: it is generated."),
    N_("add the row, or delete the table: it is generated from the citations."),
    N_("cite it where it is used, or delete the row."),
    N_("run `briefbook read {item}`; if it stays so, type the text into {path}."),
    N_("say so in the sentence, or quote these words too."),
    N_("write it out where it first occurs, or give its meaning in abbreviations.csv."),
    N_("open both; cite the one that carries the sentence."),
    N_("bring in the scan, or type the page's text into transcripts/."),
    N_("look at the picture: if they are words of {cited}, type the lines into its transcript."),
    N_("look at the picture: what comes nearest is on p. {page}, where it is read: {words}"),
    N_("look at the paper, and say which day holds."),
    N_("look at the paper, and give its date in the catalogue."),
    N_("look at the paper, and name its offices in the catalogue."),
    N_("look at the paper, and correct the number that is wrong."),
    N_("look at the paper, and correct it; accept this if another source has it."),
    N_("look at the picture; it is read: {words}"),
    N_("correct the day or the date."),
    N_("say why it may stay."),
    N_("look again."),
    N_("correct it."),
    N_("delete it."),
    N_(
        "correct the line or make the decision again; an unfinished last line is moved to "
        "journal.unfinished.jsonl when the next decision is written."
    ),
    N_("install the newer Briefbook that wrote it."),
    N_("correct its kind."),
    N_("import the source again with `briefbook import … --replace`."),
    N_(
        "this is our fault, not the paper's: please report it, with what the log says of it "
        "{place}. Nothing of it is kept; the next run tries again."
    ),
    N_("correct that line; the prose is read all the same, without title and dates."),
    N_("write the text behind the colon, in quotation marks if it holds a colon itself."),
    N_("There are {names}."),
    N_("scans are {kinds}; move it elsewhere."),
    N_("scans are {kinds}; a folder beside an item's pictures is to be moved out of the item's folder."),
    N_("if each is an item of its own, let items.pattern in briefbook.toml match their whole names."),
    N_("put the file itself in its place, connect the disk that it is on, or remove the link."),
    N_("give yourself the right to read it, or move it elsewhere."),
    N_("move it elsewhere."),
    N_("remove the link."),
    N_("rename it; most file managers can, or convmv for many names at once."),
    N_("rename the file, or change items.pattern in briefbook.toml; until then its name is the identifier."),
    N_("keep one of them, or give the other its own identifier."),
    N_("look at the picture and type what is missing into transcripts/."),
    N_("raise reading.max_pixels if letters were lost."),
    N_("ask for a sound copy and put it in its place; every other scan was read."),
    N_("put {name} into scans/ and run `briefbook read`."),
    N_("rename one of the files before the collection goes to another computer or its site to a server."),
    N_("write {name}."),
)

_AT_THE_DESK = {
    "look at the picture and type what is missing into transcripts/.": N_(
        "look at the picture and type what is missing."
    ),
    "bring in the scan, or type the page's text into transcripts/.": N_("bring in the scan, or type the page's text."),
    "see `briefbook parts ITEM`: divide the file, or say that it is one item with --whole.": N_(
        "divide the file into its papers, or say that it is one item."
    ),
}
"""What the desk says in place of advice that names a folder or a command, where a link leads to what does it."""

_REFUSALS = (
    N_("the form had expired"),
    N_("nothing was saved; load the page again and save again"),
    N_("nothing was saved; please check the values and save again"),
    N_("nobody takes away their own role"),
    N_("let another keeper do it, or use the command line"),
    N_("the form has more fields than any of ours"),
    N_("fill in the form of this site"),
    N_("the form names no action"),
    N_("the desk has no such page"),
    N_("choose one of the menu"),
    N_("load the page again"),
    N_("the request has no list of cells"),
    N_("the request is not JSON"),
    N_("this is not the name of a saved state of the table"),
    N_("nothing was undone"),
    N_("the request needs {names} as texts"),
    N_("there is no field {name}"),
    N_("did you mean {name}?"),
    N_("choose a field"),
    N_("the fields are {names}"),
    N_("the fields are: {names}"),
    N_("the columns are {names}"),
    N_("the columns are: {names}"),
    N_("there is no column {name}"),
    N_("{count} is not a number of items"),
    N_("write a number up to {number}"),
    N_("write a number such as 60"),
    N_("{name} is no text"),
    N_("{name} is blank already"),
    N_("{name} is {value} already"),
    N_("write the right value"),
    N_("{words} is not a line and word"),
    N_("write it as 3.2"),
    N_("make room on the disk, or choose another folder"),
    N_("nothing was saved"),
    N_("nothing was saved; write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?"),
    N_("{decisions} are more than can be undone at once"),
    N_("choose at most {number}, a day or a person at a time"),
    N_("nothing that still counts is chosen"),
    N_("look at the list again"),
    N_("an import is brought back on the command line"),
    N_("use {command}"),
    N_("there is no picture of this page"),
    N_("there is no such file"),
    N_("page {page} of {item} has no such words"),
    N_("choose them again"),
    N_("there is no account {name}"),
    N_("there is no role {name}"),
    N_("the roles are {names}"),
    N_("see `briefbook accounts list`"),
    N_("the name {name} is in use"),
    N_("choose another"),
    N_("ask for another"),
    N_("the password has fewer than {number} characters"),
    N_("choose a longer one"),
    N_("there is no item {item}"),
    N_("check the id"),
    N_("search for it"),
    N_("there is no {field} of {item}"),
    N_("{item} has no page {page}"),
    N_("check the number"),
    N_("no page of {item} is held"),
    N_("{item} has not been read again in {sample}"),
    N_("take the next item"),
    N_("take the next one"),
    N_("take the next one of it"),
    N_("all of it was undone already"),
    N_("nothing was changed"),
    N_("no decision about {item} is left to undo"),
    N_("the last decision about {item} is {name}'s"),
    N_("undo it under History, if it is wrong"),
    N_("the request is too large"),
    N_("save less at a time"),
    N_("more than {number} cells are too many at once"),
    N_("save them in parts"),
    N_("this query has no result number {number}"),
    N_("go back to the results"),
    N_("unknown order {order}"),
    N_("use one of: {names}"),
    N_("there is no chapter {name}"),
    N_("choose one from the list, or begin a new one"),
    N_("choose one from the list"),
    N_("choose one of the list"),
    N_("write a title of up to 200 letters"),
    N_("save it as UTF-8 in the editor it was written with"),
    N_("divide it into several chapters"),
    N_("nothing was recorded"),
    N_("write what others should know"),
    N_("write two"),
    N_("quote less of it"),
    N_("name one of them"),
    N_("`briefbook comments list` lists them"),
    N_("write up to {number} letters"),
    N_("keep the address of the page instead"),
    N_("forget one first"),
    N_("use letters, figures, - and _"),
    N_("give the new one another name"),
    N_("read the scans first, or change --filter"),
    N_("draw one with `briefbook sample draw --n 60`"),
    N_("write it as 1962-11-08, 8-Nov-62 or 1962-11"),
    N_("write them as 1962-11-08..1962-11-20, or one of them only"),
    N_("restore its files from a copy, or draw another"),
    N_("make room and send it again"),
    N_("make room or give permission and record it again"),
    N_("name each page once"),
    N_("choose another"),
    N_("rename the scan's file"),
    N_("it was read again meanwhile: load the page again"),
    N_("{file} has the words of page {page} of the file, and is not used; nothing was saved"),
    N_("move it in transcripts/ to where the transcript of page {page} belongs"),
    N_("correct it instead"),
    N_("give the file a shorter name and add it again"),
    N_("look at the file, correct its name, add it again"),
    N_("scans are PDF, TIFF, PNG or JPEG files, lists are {names}"),
    N_("leave it out, or divide it"),
    N_("add it again"),
    N_("add the file by itself"),
    N_("make room, then add it again"),
    N_("there is no comment {name}"),
    N_("a comment is about an item or about a chapter"),
    N_("a passage has at most {number} characters"),
    N_("comment {name} is resolved already ({who})"),
    N_("the comment has no words"),
    N_("a comment has at most {number} characters, not {length}"),
    N_("{field} of {item} is confirmed already ({who})"),
    N_("{name} is not a person's name"),
    N_("there is no saved filter {name}"),
    N_("a filter needs a name"),
    N_("no filter can be kept here"),
    N_("there are {number} filters already"),
    N_("{name} cannot be the name of a sample"),
    N_("a sample has at least an item and a field"),
    N_("say how many with --n"),
    N_("there is a sample {name} already"),
    N_("there is no item with pages to draw from"),
    N_("there is no sample {name}"),
    N_("no sample has been drawn"),
    N_("the sample {name} is damaged: {problem}"),
    N_("{words} is not recognised as a date"),
    N_("{item} has already been read again, by {who}"),
    N_("{item} is not in the sample {sample}"),
    N_("{field} of {item} does not differ"),
    N_("{name} is of a kind that is not read ({ending})"),
    N_("{name} is not what its ending ({ending}) says"),
    N_("the upload has no valid name"),
    N_("the disk has no room for {name}"),
    N_("{name} did not arrive in order"),
    N_("{name} would lie outside the collection"),
    N_("{name} has no usable name"),
    N_("another job is running: {name}"),
    N_("{name} cannot be edited here: {problem}"),
    N_("a chapter needs a title of a line"),
    N_("the chapter is too long to be saved here"),
    N_("{name} is not a picture that every browser can show"),
    N_("the picture has more than {number} MB"),
    N_("{name} was not taken: {problem}"),
    N_("choose a JPEG, PNG, GIF or WebP of up to {number} MB"),
    N_("page {page} of {item} has no line {line}"),
    N_("this line is part of a page that a person approved"),
    N_("somebody else changed this page"),
    N_("look at it again"),
    N_("page {page} is in two parts"),
    N_("no part begins on page {page}"),
    N_("a part begins on each of these: {pages}"),
    N_("{name} cannot be an id"),
    N_("the id {item} is taken"),
    N_("an account needs a name"),
    N_("wait for it to end, or stop it; then start again"),
    N_("{item} is {state} already, by {who}"),
    N_("{item} is {state} already"),
    N_("cannot write {name}: {problem}"),
    N_("{name} of the sample {sample} is damaged: {problem}"),
    N_("{first}..{last} is not a range of two days"),
    N_("the collection has no title"),
    N_("write one; it can be changed later"),
    N_("{name} is not a folder below your home folder"),
    N_("write a name such as Documents/briefing-book"),
    N_("open it below, or write another folder"),
    N_("{name} is not empty"),
    N_("write the name of a new folder"),
    N_("no folder is named"),
    N_("write the collection's folder"),
    N_("{name} is not a collection of Briefbook"),
    N_("choose a folder that holds {name}"),
    N_("the site has not been built"),
    N_("build it first"),
    N_("no collection is open"),
    N_("make or open one first"),
    N_("a job is running: {name}"),
    N_("wait for it to end, or stop it first"),
    N_("the collection is being opened"),
    N_("wait a moment and try again"),
    N_("there is no list {name} to import"),
    N_("there is no job {name}"),
    N_("there is no import {name}"),
    N_("add the list again"),
    N_("there is no file or item {name}"),
    N_("no id for the part that begins on page {page} of {name} fits items.pattern, {pattern}"),
    N_("name the part, as in {example}, with an id of your own"),
    N_("the pages of {name} are in several files"),
    N_("name one of them: {names}"),
    N_("{name} has no file in scans/"),
    N_("only files can be divided or joined"),
    N_("{name} has {pages}, and no page {page}"),
    N_("pages {pages} of {name} belong to no part"),
    N_("page {page} of {name} belongs to no part"),
    N_("add them to a part, or say --leave-out"),
    N_("{item} is not an item: its file is divided or joined"),
    N_("name the item that goes on"),
    N_("name the item that follows"),
    N_("{item} cannot go on with itself"),
    N_("name the file that follows"),
    N_("{item} has pages in several files itself"),
    N_("join these one by one"),
    N_("{item} and {other} are parts of one file"),
    N_("divide {name} anew with {command}"),
    N_("choose another, or join the two: {command}"),
    N_("the id {item} does not match items.pattern, {pattern}"),
    N_("choose another, change the pattern in briefbook.toml, or say --any-id"),
    N_("{name} cannot be opened: {problem}"),
    N_("write the parts as `1-2 3-5` or `1-2 3-5=ID`"),
    N_("the text has half a character and cannot be kept"),
    N_("take it out"),
    N_("{name} cannot be the name of a folder of transcripts"),
    N_("write `briefbook accounts add NAME`"),
    N_("{name} is not an accounts file: {problem}"),
    N_("delete it and create the accounts again"),
    N_("{typed} can mean {first} or {second}"),
    N_("nothing was saved; write {first} or {second}"),
    N_("{words} is not recognised as a value of {field}"),
)

_UNTOUCHED = re.compile(r"; (nothing was (?:changed|recorded|saved))$")
"""What became of the work, after what is refused."""

_LISTS = frozenset({"items", "names"})
"""Values that are lists of names with "and" or "or"."""

_SENTENCE_END = re.compile(r"(?<=[.?]) (?=[A-Z])")


def remedy_in_words(remedy: str, *, has_link: bool = False) -> str:
    """What a finding advises, in the language that is being written.

    Args:
        remedy: The advice in English, a sentence or several.
        has_link: Whether a link beside it leads to the page of the desk that does what is advised; no folder or command
            is named then.

    >>> remedy_in_words("correct it.")
    'correct it.'
    >>> remedy_in_words("bring in the scan, or type the page's text into transcripts/.", has_link=True)
    "bring in the scan, or type the page's text."
    """
    if has_link and remedy in _AT_THE_DESK:
        return gettext(_AT_THE_DESK[remedy])
    if language() == SOURCE_LANGUAGE:
        return remedy
    if (anew := refilled(remedy, _REMEDIES, _value)) != remedy:
        return anew
    return " ".join(refilled(sentence, _REMEDIES, _value) for sentence in _SENTENCE_END.split(remedy))


def refusal_in_words(words: str) -> str:
    """Why something is refused, or what would be right, in the language that is being written.

    Args:
        words: The words in English, with or without a capital and a full stop, which stay as they are.

    >>> refusal_in_words("Load the page again.")
    'Load the page again.'
    """
    if language() == SOURCE_LANGUAGE or not words:
        return words
    if (anew := refilled(words, _REFUSALS, _value)) != words:
        return anew
    return " ".join(_refusal_sentence(sentence) for sentence in re.split(r"(?<=[.?]) ", words))


def refusal_sentences(what: str, remedy: str = "") -> str:
    """A refusal as sentences.

    Args:
        what: What is wrong, in English.
        remedy: What would be right; "" where nothing is said of it.

    >>> refusal_sentences("there is no item 'D 7'", "check the id")
    'There is no item “D 7”. Check the id.'
    """
    parts = (refusal_in_words(part).rstrip(".") for part in (what, remedy) if part)
    sentences = (f"{part[:1].upper()}{part[1:]}{'' if part[-1:] == '?' else '.'}" for part in parts)
    return in_typed_quotes(_AFTER_A_QUESTION.sub(lambda found: found[0].upper(), " ".join(sentences)))


_AFTER_A_QUESTION = re.compile(r"(?<=\? )[^\W\d_]")
"""The first letter of a sentence that follows a question."""


_TYPED = re.compile(r"""(?<!\w)(?P<mark>['"])(?P<words>(?:(?!(?P=mark)).)+)(?P=mark)(?!\w)""")
"""What a person typed as messages quote it, in the marks of a programmer."""


def in_typed_quotes(words: str) -> str:
    """A message whose quoted words stand in the quotation marks of the language that is being written.

    >>> in_typed_quotes("there is no item 'D 7'")
    'there is no item “D 7”'
    """
    return _TYPED.sub(lambda found: pgettext("quotation marks", "“{words}”").format(words=found["words"]), words)


def _refusal_sentence(words: str) -> str:
    core = words.removesuffix(".")
    if untouched := _UNTOUCHED.search(core):
        parts = _refusal_sentence(core[: untouched.start()]), refilled(untouched[1], _REFUSALS)
        return pgettext("semicolon", "{first}; {second}").format(first=parts[0], second=parts[1]) + words[len(core) :]
    if (anew := refilled(core, _REFUSALS, _value)) == core:
        lower = core[:1].lower() + core[1:]
        anew = refilled(lower, _REFUSALS, _value)
        anew = core if anew == lower else anew[:1].upper() + anew[1:]
    return anew + words[len(core) :]


def _value(name: str, text: str) -> str:
    if name not in _LISTS:
        return text
    for join in (" and ", " or "):
        names = text.split(join)
        words = names[0]
        for more in names[1:]:
            template = (
                pgettext("citation", "{names} and {name}")
                if join == " and "
                else pgettext("citation", "{names} or {name}")
            )
            words = template.format(names=words, name=more)
        text = words
    return text
