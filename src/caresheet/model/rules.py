"""The registry: every rule that any room judges by, in the order a handout meets them."""

from __future__ import annotations

from caresheet.model.problem import Rule, Severity

_FAULT, _ERROR, _WARNING = Severity.FAULT, Severity.ERROR, Severity.WARNING
IN_PLUGIN = "/"
"""What separates the name of a plug-in from the name of a rule that it adds, as in `acme/logo`."""
ID_PREFIX = "CS"
"""What the id of every rule here starts with, and of no rule that another package adds."""

# --- reading: the file itself ---------------------------------------------------------------------------------------
NOT_READABLE = Rule("CS101", "not-readable", _FAULT, "A file that cannot be opened cannot be printed.")
NOT_UTF8 = Rule("CS102", "not-utf-8", _FAULT, "Text in another encoding prints wrong letters.")
INVALID_YAML = Rule("CS103", "invalid-yaml", _FAULT, "What YAML cannot read cannot be printed.")
FILE_TOO_LARGE = Rule(
    "CS104", "file-too-large", _FAULT, "A file larger than any real handout is a mistake or an attack."
)
TOO_DEEP = Rule("CS105", "too-deep", _FAULT, "Nesting deeper than in any real handout is a mistake or an attack.")
YAML_ALIAS = Rule("CS106", "yaml-alias", _FAULT, "An alias repeats words out of sight of the person who reviews them.")
YAML_TAG = Rule("CS107", "yaml-tag", _FAULT, "A tag makes YAML turn the words into something else.")
CONTROL_CHARACTER = Rule(
    "CS108", "control-character", _FAULT, "Invisible characters change what people read without being seen."
)

# --- reading: what YAML would change silently -----------------------------------------------------------------------
UNQUOTED_HASH = Rule("CS109", "unquoted-hash", _FAULT, "YAML drops everything after ' #' in an unquoted text.")
UNQUOTED_COLON = Rule("CS110", "unquoted-colon", _FAULT, "YAML takes an unquoted text with ': ' for a key and a value.")
UNQUOTED_ASTERISK = Rule(
    "CS111", "unquoted-asterisk", _FAULT, "YAML takes an unquoted text that starts with '*' for an alias."
)
UNQUOTED_FOLD = Rule(
    "CS112", "unquoted-fold", _FAULT, "YAML takes an unquoted text that starts with '>' or '|' for a block text."
)
UNQUOTED_DASH = Rule("CS113", "unquoted-dash", _FAULT, "YAML joins a list that is indented below a text to that text.")
UNQUOTED_BRACES = Rule(
    "CS114", "unquoted-braces", _FAULT, "YAML takes an unquoted text that starts with '{' or '[' for a collection."
)

# --- reading: the language ------------------------------------------------------------------------------------------
DUPLICATE_KEY = Rule("CS115", "duplicate-key", _FAULT, "If a key is there twice, one of its values would be lost.")
UNKNOWN_KEY = Rule("CS116", "unknown-key", _FAULT, "A misspelled key would do nothing, and nobody would notice.")
MISSING_KEY = Rule("CS117", "missing-key", _FAULT, "Without it, the handout is incomplete.")
WRONG_TYPE = Rule("CS118", "wrong-type", _FAULT, "The value is not of the kind that this key needs.")
WRONG_VALUE = Rule("CS119", "wrong-value", _FAULT, "The value is not one that this key can have.")
EMPTY_VALUE = Rule("CS120", "empty-value", _FAULT, "Something empty would print as a gap.")
BAD_MARKUP = Rule("CS121", "bad-markup", _FAULT, "Marks that are not closed or not known would print as they are.")
BAD_LINK = Rule("CS122", "bad-link", _FAULT, "Only web, e-mail and phone links can be followed safely from a handout.")

# --- reading: names that link files ---------------------------------------------------------------------------------
DUPLICATE_ID = Rule("CS123", "duplicate-id", _FAULT, "Two things with the same name cannot be told apart.")
UNKNOWN_NAME = Rule("CS124", "unknown-name", _FAULT, "A name that matches nothing would leave something out.")
UNKNOWN_PLACEHOLDER = Rule(
    "CS125", "unknown-placeholder", _FAULT, "A placeholder that cannot be filled in would print as a gap."
)
UNKNOWN_SOURCE = Rule("CS029", "unknown-source", _FAULT, "A claim must lead to the source that supports it.")
UNKNOWN_TERM = Rule("CS011", "unknown-term", _FAULT, "A glossary term must lead to its explanation.")
EXTENDS_LOOP = Rule("CS126", "extends-loop", _FAULT, "Layouts that extend each other in a circle have no beginning.")
MISSING_LABELS = Rule(
    "CS127", "missing-labels", _FAULT, "Without labels, caresheet's own words would print in another language."
)
TRANSLATION_DIFFERS = Rule(
    "CS030", "translation-differs", _FAULT, "A translation must say the same things in the same places."
)
NO_PROJECT = Rule("CS128", "no-project", _FAULT, "Without content and layouts there is nothing to build.")

MISSING_FILE = Rule("CS129", "missing-file", _FAULT, "A topic needs its topic.yaml and at least one language.")
MISPLACED_FILE = Rule(
    "CS130", "misplaced-file", _FAULT, "A file in the wrong place or with the wrong name would be left out."
)

# --- reading: fonts --------------------------------------------------------------------------------------------------
UNUSABLE_FONT = Rule(
    "CS167", "unusable-font", _FAULT, "Letters in a font that cannot be embedded may not show on other computers."
)

# --- reading: pictures ----------------------------------------------------------------------------------------------
PICTURE_MISSING = Rule("CS131", "picture-missing", _FAULT, "A figure without its picture is a gap.")
PICTURE_UNREADABLE = Rule("CS132", "picture-unreadable", _FAULT, "A file that is not a picture cannot be printed.")
PICTURE_TOO_LARGE = Rule(
    "CS133", "picture-too-large", _FAULT, "A picture with this many pixels is a mistake or an attack."
)
PICTURE_UNSUPPORTED = Rule(
    "CS151", "picture-unsupported", _FAULT, "A drawing with a part left out may no longer say what its author meant."
)
PICTURE_BLANK = Rule("CS171", "picture-blank", _FAULT, "A picture of which nothing can be seen prints as a gap.")
PICTURE_UNSAFE = Rule(
    "CS152", "picture-unsafe", _FAULT, "A drawing that runs or loads something can harm anyone who opens it."
)
OUTSIDE_PROJECT = Rule("CS134", "outside-project", _FAULT, "A file from outside the project is not reviewed with it.")

# --- composing ------------------------------------------------------------------------------------------------------
CRITICAL_LEFT_OUT = Rule(
    "CS036", "critical-left-out", _FAULT, "Lifesaving information must be in every handout of the topic."
)
CRITICAL_VARIES = Rule("CS036b", "critical-varies", _FAULT, "Lifesaving information needs one wording for everyone.")
NOTHING_TO_PRINT = Rule("CS135", "nothing-to-print", _FAULT, "A handout without sections helps nobody.")
DUPLICATE_FILE_NAME = Rule(
    "CS136", "duplicate-file-name", _FAULT, "Two handouts with the same file name would overwrite each other."
)

# --- checking -------------------------------------------------------------------------------------------------------
ALT_TEXT = Rule(
    "CS017", "alt-text", _FAULT, "People who cannot see the picture only hear its alternative text (PDF/UA-1, 7.3)."
)
LINK_TEXT = Rule(
    "CS137", "link-text", _FAULT, "A web address read aloud letter by letter does not tell anyone where it leads."
)
CONTRAST = Rule(
    "CS023",
    "contrast",
    _FAULT,
    "Many eyes cannot make out text with less than 4.5:1 against its background (WCAG 2.1, 1.4.3).",
)
NO_GLYPH = Rule("CS031", "no-glyph", _FAULT, "A character that the typeface does not have would print as an empty box.")
FONT_COVERAGE = Rule("CS168", "font-coverage", _WARNING, "A word in two typefaces is harder to read.")
HEADING_LEVEL = Rule(
    "CS015", "heading-level", _FAULT, "People who navigate by headings take a skipped level for a missing part."
)
EMPTY_HEADER = Rule(
    "CS018", "empty-header", _FAULT, "Each cell is read aloud with its header, and an empty header says nothing."
)
RAGGED_TABLE = Rule(
    "CS018b", "ragged-table", _FAULT, "In a row that is too long or too short, cells are under the wrong headers."
)
PUBLIC_PATIENT_FIELD = Rule(
    "CS035", "public-patient-field", _FAULT, "A handout on a wall must not ask for a patient's details."
)

# --- checking: can the reader act? ----------------------------------------------------------------------------------
LONG_STEPS = Rule("CS005", "long-steps", _WARNING, "Under stress, people do not follow a long step, or one of many.")
EMERGENCY_SLOTS = Rule(
    "CS006", "emergency-slots", _ERROR, "In an emergency, people look for the number on the handout."
)
EMERGENCY_NUMBERS = Rule(
    "CS006b", "emergency-numbers", _ERROR, "A handout from a clinic must have the clinic's emergency numbers."
)
MAIN_MESSAGE = Rule("CS001", "main-message", _ERROR, "People who read only one sentence must have read the right one.")
MAIN_MESSAGE_EMPHASIS = Rule("CS002", "main-message-emphasis", _WARNING, "People skip what looks like everything else.")
ACTION_STEPS = Rule(
    "CS003", "action-steps", _ERROR, "Knowing the danger without knowing what to do only frightens people."
)
SPEAKS_TO_READER = Rule(
    "CS004", "speaks-to-reader", _WARNING, "Text about patients, rather than to them, feels impersonal; write 'you'."
)
LANGUAGE_HELP = Rule("CS032", "language-help", _WARNING, "People who cannot read this need to know whom to ask.")
WARNING_TOO_LATE = Rule(
    "CS016", "warning-too-late", _ERROR, "People who need help must not have to read background first."
)

# --- checking: plain language ---------------------------------------------------------------------------------------
SENTENCE_LENGTH = Rule("CS009", "sentence-length", _WARNING, "Readers lose a long sentence halfway through.")
AVERAGE_SENTENCE_LENGTH = Rule(
    "CS009b", "average-sentence-length", _WARNING, "One long sentence after another tires every reader."
)
READING_GRADE = Rule("CS008", "reading-grade", _WARNING, "Half of all adults read no better than a 13-year-old.")
READING_GRADE_LIMIT = Rule(
    "CS008b", "reading-grade-limit", _ERROR, "A handout does not help readers who cannot follow it."
)
PASSIVE_VOICE = Rule("CS010", "passive-voice", _WARNING, "A passive sentence hides who has to act.")
JARGON = Rule("CS012", "jargon", _WARNING, "One unknown word can make the whole sentence useless.")
UNDEFINED_ACRONYM = Rule(
    "CS012b", "undefined-acronym", _WARNING, "Readers who do not know an abbreviation cannot follow it."
)
UNEXPLAINED_TERM = Rule("CS011b", "unexplained-term", _ERROR, "A term without an explanation shuts readers out.")
FRACTION = Rule("CS013c", "fraction", _WARNING, "Many readers think that 1/4 is more than 1/3.")
BARE_PERCENTAGE = Rule("CS013", "bare-percentage", _WARNING, "Many readers do not know what a percentage means.")
SINGLE_TEMPERATURE_UNIT = Rule(
    "CS013b",
    "single-temperature-unit",
    _WARNING,
    "Readers misread a temperature in the other unit, or do not understand it.",
)
LONG_SECTION = Rule(
    "CS015d", "long-section", _WARNING, "In a long section, readers lose their place and do not find it again."
)
CAPITALS = Rule("CS022", "capitals", _WARNING, "Words in capitals have no outline, so they are read letter by letter.")
LONG_ITALICS = Rule("CS022b", "long-italics", _WARNING, "Italics tire eyes that do not see well.")
ONE_WORD_HEADING = Rule(
    "CS015c", "one-word-heading", _WARNING, "A one-word heading does not tell readers whether to read on."
)

# --- checking: figures, tables and looks ----------------------------------------------------------------------------
ALT_LENGTH = Rule("CS017b", "alt-length", _WARNING, "A listener cannot skim a long alternative text.")
FIGURE_CAPTION = Rule("CS017c", "figure-caption", _WARNING, "Without a caption, readers guess what a figure means.")
TABLE_COLUMNS = Rule("CS018c", "table-columns", _WARNING, "A table with many columns is a puzzle.")
LINE_SPACING = Rule("CS020", "line-spacing", _WARNING, "To tired eyes, tight lines run together.")
ZONE_CONTRAST = Rule("CS023c", "zone-contrast", _FAULT, "Readers who mistake one zone for another may act wrongly.")
LARGE_PRINT_CONTRAST = Rule(
    "CS023b", "large-print-contrast", _WARNING, "People who need large print need 7:1, too (WCAG 2.1, 1.4.6)."
)

# --- checking: sources, privacy, leftovers --------------------------------------------------------------------------
WITHOUT_SOURCE = Rule("CS029b", "without-source", _ERROR, "A medical claim that cannot be traced cannot be trusted.")
UNUSED_SOURCE = Rule(
    "CS029c", "unused-source", _WARNING, "A source that supports nothing misleads anyone checking the facts."
)
OLD_SOURCE = Rule("CS029d", "old-source", _WARNING, "Medical advice changes; an old source may be wrong today.")
TRANSLATED_NUMBERS = Rule(
    "CS030b", "translated-numbers", _ERROR, "A number that differs between languages can harm someone."
)
UNTRANSLATED_TEXT = Rule(
    "CS166",
    "untranslated-text",
    _ERROR,
    "People who need a translation cannot read words that were left untranslated.",
)
OUTDATED_TRANSLATION = Rule(
    "CS030c", "outdated-translation", _ERROR, "A translation of older words may say what was withdrawn."
)
PRIVATE_DATA = Rule("CS035b", "private-data", _ERROR, "Data about one patient does not belong in what everyone gets.")
TODO_MARKER = Rule("CS035c", "todo-marker", _ERROR, "Families should not see a note that an author left.")
PHONE_NUMBER = Rule("CS035d", "phone-number", _WARNING, "A number that does not get through everywhere costs minutes.")
UNSAFE_VALUE = Rule(
    "CS035e", "unsafe-value", _ERROR, "A phone number or value that does not work leaves people without help."
)
UNUSUAL_VALUE = Rule("CS035f", "unusual-value", _WARNING, "A threshold that is typed wrong sends people too late.")

# --- checking: review and waivers -----------------------------------------------------------------------------------
PAST_REVIEW = Rule("CS027", "past-review", _ERROR, "After its review date, nobody stands behind the words.")
REVIEW_SOON = Rule("CS027b", "review-soon", _WARNING, "A review takes time, and printed sheets outlive it.")
NOT_REVIEWED = Rule("CS028", "not-reviewed", _WARNING, "What no clinician has read is a draft, and every page says so.")
BROKEN_REVIEW = Rule("CS028b", "broken-review", _FAULT, "A review that was changed afterwards proves nothing.")
UNUSED_WAIVER = Rule("CS037", "unused-waiver", _WARNING, "A waiver that covers nothing hides the next problem.")
SOFT_HYPHEN = Rule(
    "CS160", "soft-hyphen", _WARNING, "A soft hyphen is not printed, and a word in two parts is harder to read."
)
TYPED_MARKER = Rule("CS161", "typed-marker", _WARNING, "A number or bullet that is typed into a list is printed twice.")
MISTYPED_CITATION = Rule(
    "CS162", "mistyped-citation", _WARNING, "A citation in the wrong form is printed as it is and leads nowhere."
)
OTHER_MARKUP = Rule(
    "CS163", "other-markup", _WARNING, "Marks of other programs are printed as they are and emphasize nothing."
)
IGNORED_SETTING = Rule(
    "CS165", "ignored-setting", _WARNING, "People look in vain for the effect of a setting that changes nothing."
)
FUTURE_DATE = Rule("CS164", "future-date", _FAULT, "A date in the future would keep a handout in use too long.")
RENAMED_RULE = Rule("CS037b", "renamed-rule", _WARNING, "Other people look a rule up by its current name.")

# --- checking: rules that other packages add ------------------------------------------------------------------------
BROKEN_PLUGIN = Rule("CS153", "broken-plugin", _ERROR, "Rules that cannot run do not protect anyone.")

# --- checking: the set pages ----------------------------------------------------------------------------------------
CRITICAL_TEXT_TOO_SMALL = Rule(
    "CS036c", "critical-text-too-small", _FAULT, "Lifesaving information must never be smaller than the text around it."
)
SMALL_BODY_TEXT = Rule("CS019b", "small-body-text", _WARNING, "Type above the smallest size helps tired readers.")
MISSING_SUMMARY = Rule("CS007", "missing-summary", _WARNING, "From many pages, people remember one paragraph.")
LINE_LENGTH = Rule(
    "CS021", "line-length", _WARNING, "Eyes lose their place in long lines, and the thread in short ones."
)
PAGE_FILL = Rule("CS026", "page-fill", _WARNING, "A crowded page is not read; a nearly empty one is wasted.")

# --- typesetting ----------------------------------------------------------------------------------------------------
OVER_BUDGET = Rule(
    "CS025", "over-budget", _FAULT, "A handout that is longer than promised is not read, and it is never cut to fit."
)
UNDER_BUDGET = Rule(
    "CS025b", "under-budget", _FAULT, "A handout that is shorter than promised leaves paid-for pages empty."
)
DOES_NOT_FIT = Rule("CS138", "does-not-fit", _FAULT, "What is wider or taller than the page would be cut off.")
TYPE_TOO_SMALL = Rule("CS019", "type-too-small", _FAULT, "Small type shuts out tired, old and frightened readers.")

# --- proving and delivering -----------------------------------------------------------------------------------------
PROOF_FAILED = Rule("CS034", "proof-failed", _FAULT, "The finished handout does not say what the document says.")
NOT_WRITABLE = Rule("CS139", "not-writable", _FAULT, "The file could not be replaced; the old one is still there.")
NOT_PRINTED = Rule("CS140", "not-printed", _FAULT, "What no printer has accepted is not on paper.")
NOT_RUN = Rule(
    "CS170", "not-run", _FAULT, "A check that did not run has found nothing, and that is not a clean report."
)
WORKER_CRASHED = Rule("CS150", "worker-crashed", _FAULT, "What a process was making when it was ended is missing.")
BAD_MANIFEST = Rule("CS141", "bad-manifest", _FAULT, "Without a valid manifest, nobody knows what a folder contains.")

# --- sending by e-mail ----------------------------------------------------------------------------------------------
BAD_EMAIL_ADDRESS = Rule(
    "CS142", "bad-email-address", _FAULT, "Mail to an invalid address reaches nobody, or the wrong person."
)
DUPLICATE_RECIPIENT = Rule(
    "CS143", "duplicate-recipient", _FAULT, "Of two lines for the same reader, nobody knows which one was meant."
)
WITHOUT_CONSENT = Rule(
    "CS144", "without-consent", _FAULT, "E-mail can be read on its way; only people who know that and agreed get any."
)
MESSAGE_TOO_LARGE = Rule(
    "CS145", "message-too-large", _FAULT, "Mail systems drop messages that are too large, often silently."
)
MAIL_SETTINGS = Rule("CS146", "mail-settings", _FAULT, "Without a sender and a server, nothing can be sent safely.")
MAIL_SERVER = Rule("CS147", "mail-server", _FAULT, "A server that cannot be reached or trusted gets no messages.")
BAD_OUTBOX = Rule("CS148", "bad-outbox", _FAULT, "Without a valid outbox, a message could be lost, or sent twice.")
BAD_BOUNCE_REPORT = Rule(
    "CS149", "bad-bounce-report", _FAULT, "A report that cannot be read may say that nothing arrived."
)

ALL: tuple[Rule, ...] = tuple(each for each in dict(globals()).values() if isinstance(each, Rule))
"""Every rule, in this order."""

RENAMED: dict[str, Rule] = {
    "alias": YAML_ALIAS,
    "bad-address": BAD_EMAIL_ADDRESS,
    "bad-bounce": BAD_BOUNCE_REPORT,
    "critical-small": CRITICAL_TEXT_TOO_SMALL,
    "empty": EMPTY_VALUE,
    "far-too-hard": READING_GRADE_LIMIT,
    "heading-words": ONE_WORD_HEADING,
    "large-contrast": LARGE_PRINT_CONTRAST,
    "late-warning": WARNING_TOO_LATE,
    "leftover": TODO_MARKER,
    "long-emphasis": LONG_ITALICS,
    "main-message-cue": MAIN_MESSAGE_EMPHASIS,
    "mean-sentence": AVERAGE_SENTENCE_LENGTH,
    "no-labels": MISSING_LABELS,
    "not-yaml": INVALID_YAML,
    "one-unit": SINGLE_TEMPERATURE_UNIT,
    "open-acronym": UNDEFINED_ACRONYM,
    "patient-on-public": PUBLIC_PATIENT_FIELD,
    "same-name": DUPLICATE_FILE_NAME,
    "same-recipient": DUPLICATE_RECIPIENT,
    "silent-alias": UNQUOTED_ASTERISK,
    "silent-braces": UNQUOTED_BRACES,
    "silent-comment": UNQUOTED_HASH,
    "silent-fold": UNQUOTED_FOLD,
    "silent-list": UNQUOTED_DASH,
    "silent-mapping": UNQUOTED_COLON,
    "small-body": SMALL_BODY_TEXT,
    "stopped": WORKER_CRASHED,
    "summary": MISSING_SUMMARY,
    "table-width": RAGGED_TABLE,
    "tag": YAML_TAG,
    "too-large": FILE_TOO_LARGE,
    "too-large-to-send": MESSAGE_TOO_LARGE,
}
"""Names that rules had before, with the rules that have other names now. A waiver may still use them."""


def by_name(name: str) -> Rule | None:
    """The rule of this name, current or former; None when there never was one."""
    return _BY_NAME.get(name)


_BY_NAME = RENAMED | {rule.name: rule for rule in ALL}
