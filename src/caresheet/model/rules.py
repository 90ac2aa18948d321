"""The registry: every rule that any room judges by, in the order a handout meets them."""

from __future__ import annotations

from caresheet.model.problem import Rule, Severity

_FAULT, _ERROR, _WARNING = Severity.FAULT, Severity.ERROR, Severity.WARNING

# --- reading: the file itself ---------------------------------------------------------------------------------------
NOT_READABLE = Rule("not-readable", _FAULT, "A file that cannot be opened prints nothing.")
NOT_UTF8 = Rule("not-utf-8", _FAULT, "Text in another encoding prints wrong letters.")
NOT_YAML = Rule("not-yaml", _FAULT, "What YAML cannot read, nobody can print.")
TOO_LARGE = Rule("too-large", _FAULT, "A file beyond any real handout is a mistake or an attack.")
TOO_DEEP = Rule("too-deep", _FAULT, "Nesting beyond any real handout is a mistake or an attack.")
ALIAS = Rule("alias", _FAULT, "An alias repeats words out of sight of the person who reviews them.")
TAG = Rule("tag", _FAULT, "A tag would make YAML turn the words into something else.")
CONTROL_CHARACTER = Rule("control-character", _FAULT, "Invisible characters change what is read without being seen.")

# --- reading: what YAML would change silently -----------------------------------------------------------------------
SILENT_COMMENT = Rule("silent-comment", _FAULT, "YAML drops everything after ' #' in an unquoted text.")
SILENT_MAPPING = Rule("silent-mapping", _FAULT, "YAML takes an unquoted text with ': ' for a key and a value.")
SILENT_ALIAS = Rule("silent-alias", _FAULT, "YAML takes an unquoted text that starts with '*' for an alias.")
SILENT_FOLD = Rule("silent-fold", _FAULT, "YAML takes an unquoted text that starts with '>' or '|' for a folded text.")
SILENT_LIST = Rule("silent-list", _FAULT, "YAML joins a list that is indented below a text to that text.")
SILENT_BRACES = Rule(
    "silent-braces", _FAULT, "YAML takes an unquoted text that starts with '{' or '[' for a collection."
)

# --- reading: the language ------------------------------------------------------------------------------------------
DUPLICATE_KEY = Rule("duplicate-key", _FAULT, "Of two equal keys one would be lost.")
UNKNOWN_KEY = Rule("unknown-key", _FAULT, "A misspelt key would mean nothing, and nobody would notice.")
MISSING_KEY = Rule("missing-key", _FAULT, "Without it the handout is not complete.")
WRONG_TYPE = Rule("wrong-type", _FAULT, "The value is not of the kind that this key holds.")
WRONG_VALUE = Rule("wrong-value", _FAULT, "The value is not one that this key can have.")
EMPTY = Rule("empty", _FAULT, "Something empty would print as a gap.")
BAD_MARKUP = Rule("bad-markup", _FAULT, "Marks that do not close or are not known would print as they stand.")
BAD_LINK = Rule("bad-link", _FAULT, "Only web, mail and telephone addresses can be followed safely from a handout.")

# --- reading: names that link files ---------------------------------------------------------------------------------
DUPLICATE_ID = Rule("duplicate-id", _FAULT, "Two things with one name cannot be told apart.")
UNKNOWN_NAME = Rule("unknown-name", _FAULT, "A name that matches nothing would leave something out.")
UNKNOWN_PLACEHOLDER = Rule("unknown-placeholder", _FAULT, "A placeholder that nobody fills would print as a gap.")
UNKNOWN_SOURCE = Rule("unknown-source", _FAULT, "A claim must lead to the source that backs it.")
UNKNOWN_TERM = Rule("unknown-term", _FAULT, "A glossary term must lead to its explanation.")
EXTENDS_LOOP = Rule("extends-loop", _FAULT, "Layouts that extend each other in a circle have no beginning.")
NO_LABELS = Rule("no-labels", _FAULT, "Without labels the program's own words would print in another language.")
TRANSLATION_DIFFERS = Rule("translation-differs", _FAULT, "A translation must say the same things in the same places.")
NO_PROJECT = Rule("no-project", _FAULT, "Without content and layouts there is nothing to build.")

MISSING_FILE = Rule("missing-file", _FAULT, "A topic is whole only with its topic.yaml and at least one language.")
MISPLACED_FILE = Rule(
    "misplaced-file", _FAULT, "A file at a place or under a name that nobody reads would be left out."
)

# --- reading: pictures ----------------------------------------------------------------------------------------------
PICTURE_MISSING = Rule("picture-missing", _FAULT, "A figure without its picture is a gap.")
PICTURE_UNREADABLE = Rule("picture-unreadable", _FAULT, "What is no picture cannot be printed.")
PICTURE_TOO_LARGE = Rule("picture-too-large", _FAULT, "A picture of so many pixels is a mistake or an attack.")
OUTSIDE_PROJECT = Rule("outside-project", _FAULT, "A file from outside the project is not reviewed with it.")

# --- composing ------------------------------------------------------------------------------------------------------
CRITICAL_LEFT_OUT = Rule("critical-left-out", _FAULT, "What can save a life stands in every handout of the topic.")
CRITICAL_VARIES = Rule("critical-varies", _FAULT, "What can save a life has one wording, for everyone.")
NOTHING_TO_PRINT = Rule("nothing-to-print", _FAULT, "A handout without sections helps nobody.")
SAME_NAME = Rule("same-name", _FAULT, "Two handouts under one file name would overwrite each other.")

# --- checking -------------------------------------------------------------------------------------------------------
ALT_TEXT = Rule("alt-text", _FAULT, "Who cannot see the picture hears only its alternative text (PDF/UA-1, 7.3).")
LINK_TEXT = Rule("link-text", _FAULT, "A bare address read aloud letter by letter tells nobody where it leads.")
CONTRAST = Rule(
    "contrast", _FAULT, "Words under 4.5:1 against their background are lost to many eyes (WCAG 2.1, 1.4.3)."
)
NO_GLYPH = Rule("no-glyph", _FAULT, "A character that the typeface lacks would print as an empty box.")
HEADING_LEVEL = Rule("heading-level", _FAULT, "Who moves by headings takes a skipped level for a missing part.")
EMPTY_HEADER = Rule("empty-header", _FAULT, "A cell is read aloud with its head; an empty head says nothing.")
TABLE_WIDTH = Rule("table-width", _FAULT, "In a row of another width the cells stand under the wrong heads.")
PATIENT_ON_PUBLIC = Rule("patient-on-public", _FAULT, "What hangs on a wall must not ask for the details of a patient.")

# --- typesetting ----------------------------------------------------------------------------------------------------
OVER_BUDGET = Rule("over-budget", _FAULT, "A handout longer than promised is not read, and is never cut to fit.")
UNDER_BUDGET = Rule("under-budget", _FAULT, "A handout shorter than promised leaves sides empty that were paid for.")
DOES_NOT_FIT = Rule("does-not-fit", _FAULT, "What is wider or taller than the page would be cut off.")
TYPE_TOO_SMALL = Rule("type-too-small", _FAULT, "Small type shuts out tired, old and frightened readers.")

# --- proving and delivering -----------------------------------------------------------------------------------------
PROOF_FAILED = Rule("proof-failed", _FAULT, "The finished PDF does not say what the document says.")
NOT_WRITABLE = Rule("not-writable", _FAULT, "The file could not be replaced; the old one is still there.")
NOT_PRINTED = Rule("not-printed", _FAULT, "What no printer has taken is in nobody's hands.")
BAD_MANIFEST = Rule("bad-manifest", _FAULT, "Without a sound account of a folder nobody knows what is in it.")
