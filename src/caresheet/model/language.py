"""What caresheet knows about one language, apart from the labels that it prints."""

from __future__ import annotations

from msgspec import Struct


class PlainWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that the rules of plain language go by, all in lower case except `acronyms`.

    Steps: `imperatives` start a step that tells the reader what to do; `openings` start a clause that may come before
    one, up to a comma. `distant` are phrases that talk about the reader rather than to the reader.

    Passive voice: `passives` are the forms of the auxiliary verb. A participle is a word with one of `endings` or one
    of the irregular `participles`, but none of `states`, which describe how someone is. An adverb may stand between
    the two: one of `adverbs`, or a word with one of `adverb_endings`.

    `plainer` maps words that few lay readers know to words that say the same. `acronyms` need no definition;
    `definitions` introduce one after a comma, as in `CRT, or cathode ray tube`. `fractions` are shares in words;
    before one of `measures`, as in `½ cup`, they are amounts. `in_percent` are words for what is measured in percent,
    such as oxygen, so that no frequency says it better.
    """

    imperatives: frozenset[str]
    openings: frozenset[str]
    distant: tuple[str, ...]
    passives: frozenset[str]
    participles: frozenset[str]
    endings: tuple[str, ...]
    states: frozenset[str]
    plainer: dict[str, str]
    acronyms: frozenset[str]
    fractions: tuple[str, ...]
    measures: frozenset[str] = frozenset()
    in_percent: tuple[str, ...] = ()
    adverbs: frozenset[str] = frozenset()
    adverb_endings: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


class NumberWords(Struct, frozen=True, forbid_unknown_fields=True):
    """How numbers are written.

    `decimal_mark` is empty if countries differ. `months` are in order; one of `ordinals` may follow the day, and one of
    `links` may come between day, month and year. `frequencies` join two numbers to a frequency, as in `3 in 100`.
    `units` are the words of units, which stay on the line of their number.
    """

    decimal_mark: str = ""
    months: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class AuthorNotes(Struct, frozen=True, forbid_unknown_fields=True):
    """How authors mark what is still to be written. `blanks` are words that start a blank in brackets, as in
    `[insert phone]`. `todo_is_a_word` is True if TODO is an ordinary word of the language."""

    blanks: frozenset[str] = frozenset()
    todo_is_a_word: bool = False


class PersonalWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that announce data about one person: a medical record number or a date of birth. One of the `…_links` may
    come between the words and the value. `shared_mailboxes` are parts of the names of mailboxes that many people
    read."""

    record_numbers: tuple[str, ...] = ()
    record_links: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    birth_links: tuple[str, ...] = ()
    shared_mailboxes: frozenset[str] = frozenset()


class PhoneWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words in phone numbers: `extensions` come before an extension, `alternatives` between two numbers."""

    extensions: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """What the rules know about one language; what is not known is empty.

    `name` is what its speakers call it, `english_name` what it is called in English. A period after one of
    `abbreviations` does not end a sentence. `spaces_between_words` is False where words cannot be counted by the spaces
    between them: Chinese has none, and those of Vietnamese stand between syllables. `reading_formula` names a formula
    of `rules.grades` that is valid for the language. `syllable` is a regular expression that matches each syllable of a
    lower-case word; a language whose spelling does not show the syllables has a module `syllables` instead.
    `vague_links` are link texts that do not say where a link leads; `picture_words` say that there is a picture and
    nothing about it. `plurals` are the rules for the forms of counted words, in the notation of Unicode CLDR, for whole
    numbers below a million; a number without a rule takes the form `other`. `usual_original` is True for the language
    that topics are written in first, unless a file says otherwise.
    """

    name: str = ""
    english_name: str = ""
    abbreviations: tuple[str, ...] = ()
    spaces_between_words: bool = True
    reading_formula: str = ""
    syllable: str = ""
    vague_links: frozenset[str] = frozenset()
    picture_words: frozenset[str] = frozenset()
    usual_original: bool = False
    plurals: dict[str, str] = {}
    numbers: NumberWords = NumberWords()
    notes: AuthorNotes = AuthorNotes()
    personal: PersonalWords = PersonalWords()
    phones: PhoneWords = PhoneWords()
