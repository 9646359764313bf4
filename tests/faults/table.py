"""The faults that are survived, as data: what happens, what the user sees of it, and the test that holds it."""

from __future__ import annotations

from dataclasses import dataclass

HERE = "tests/faults"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault; its test as `file::function`, from the root of the repository."""

    name: str
    sees: str
    test: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and the finding that tells what is wrong with it: its code and words of its message."""

    name: str
    text: str
    code: str
    words: str


_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_DEEP = "collections are nested too deeply"
_NO_ID = ("missing-key", "module has no id")
TEXTS = (
    Text("aliases that multiply", _LAUGHS, "syntax-error", "aliases stand for more than 50000 nodes"),
    Text("an anchor that holds itself", "module: &m\n  dependencies: [*m]\n", "syntax-error", "inside its own anchor"),
    Text("a merge key that holds itself", "module: &m\n  <<: *m\n", "syntax-error", "inside its own anchor"),
    Text("1,000 blocks in one another", "".join(f"{' ' * n}a:\n" for n in range(1000)), "syntax-error", _DEEP),
    Text("10,000 open brackets", "module: " + "[" * 10_000, "syntax-error", _DEEP),
    Text("10,000 objects of JSON in one another", '{"a":' * 10_000, "syntax-error", _DEEP),
    Text("a NUL", "module:\n  name: a\0b\n", "syntax-error", "U+0000 is not allowed"),
    Text("a control character", "module:\n  name: a\x07b\n", "syntax-error", "U+0007 is not allowed"),
    Text("half a character, escaped", 'module:\n  name: "\\ud800"\n', *_NO_ID),
    Text("a byte order mark in the middle", "module:\n  name: billing\n\ufeff  status: x\n", *_NO_ID),
    Text("lines that end in CR", "module:\r  name: billing\r  id: TODO\r", "invalid-id", "placeholder"),
    Text("U+2028, which ends no line", "module:\n  name: billing\u2028  id: x\n", "syntax-error", "inside plain text"),
    Text("tabs everywhere", "module:\n\tname:\tbilling\n", "syntax-error", "this is a tab"),
    Text("a tag of Python", "module: !!python/object/apply:os.system ['exit']\n", *_NO_ID),
    Text("tags of all sorts", "module:\n  x-a: !!set {a: }\n  x-b: !!binary YQ==\n  x-c: !<tag:a,1:b> c\n", *_NO_ID),
    Text("a merge key of something else", "module:\n  <<: [1, *a]\n", "syntax-error", "no anchor &a stands above"),
    Text("more than 10,000 documents", "---\n" * 10_001, "syntax-error", "at most 10000 documents"),
    Text("hundreds of broken documents", "---\n[\n" * 300, "syntax-error", "this [ is never closed"),
    Text("10,000 open braces", "module: " + "{" * 10_000, "syntax-error", _DEEP),
    Text(
        "an anchor twice", "module:\n  name: &a billing\n  purpose: &a some bills\n  id: *a\n", "invalid-id", "no UUID"
    ),
    Text("a line of a million characters", f"module: {{name: {'a' * 1_000_000}}}\n", *_NO_ID),
)

_DISK = (
    Fault("a file of 50 MB, or an endless one", "`unreadable-file`: this is too large; none of it is read",
          f"{HERE}/test_disk.py::test_what_can_not_be_read_is_told"),
    Fault("UTF-16, UTF-32, invalid UTF-8", "`unreadable-file`: this is UTF-16; this is not UTF-8, and where",
          f"{HERE}/test_disk.py::test_what_can_not_be_read_is_told"),
    Fault("a named pipe or a device with the name of a file", "`unreadable-file`: a named pipe; it is never opened",
          f"{HERE}/test_disk.py::test_what_can_not_be_read_is_told"),
    Fault("a named pipe called `.gitignore` or `.cim.toml`", "nothing, or that it is none; it is never opened",
          f"{HERE}/test_disk.py::test_a_pipe_instead_of_settings"),
    Fault("patterns in `.gitignore`, `include`, `exclude` that would be tried for ever", "they hold, in bounded time",
          f"{HERE}/test_disk.py::test_no_pattern_takes_for_ever"),
    Fault("a name with line ends or invalid UTF-8", "the finding, its path escaped",
          f"{HERE}/test_disk.py::test_any_name_of_a_file"),
    Fault("links in a circle, links to folders, links to nowhere", "folders behind links aren't entered",
          "tests/test_discovery.py::test_links_to_files_are_read_and_links_to_folders_are_not_entered"),
    Fault("folders 1,500 deep", "their files are found", "tests/test_discovery.py::test_deep_folders"),
    Fault("a folder that can't be listed", "`unreadable-file` for the folder",
          "tests/test_discovery.py::test_a_folder_that_cannot_be_listed_is_told"),
    Fault("a file that vanishes while it is read", "an error for this file; the others are judged",
          "tests/test_cli.py::test_file_that_vanishes"),
    Fault("a full disk during `--fix`", "exit 2, why it can't be written, and the old file",
          f"{HERE}/test_disk.py::test_a_full_disk_leaves_the_old_file"),
    Fault("a `kill -9` during `--fix`", "the old file or the new one; what may be left beside it is no CIM file",
          f"{HERE}/test_disk.py::test_a_kill_leaves_the_old_file_or_the_new_one"),
    Fault("two `--fix` at once", "one mends; the other mends nothing, or says that the file has changed",
          f"{HERE}/test_disk.py::test_two_that_mend_at_once"),
    Fault("a read-only file", "exit 2: it is read-only",
          "tests/test_cli_fixes.py::test_read_only_file_is_not_replaced"),
    Fault("a file that changes while it is mended", "exit 2: it has changed since it was read",
          "tests/test_cli_fixes.py::test_file_that_changed_meanwhile_is_not_overwritten"),
    Fault("a huge, deep or odd `.cim.toml`", "`invalid-configuration` at its place",
          "tests/test_configuration.py::test_no_text_is_too_large"),
    Fault("a repository whose configuration runs programs", "none is run",
          "tests/test_history.py::test_no_command_of_a_repository_is_ever_run"),
    Fault("a broken repository", "the project without its history",
          "tests/test_history.py::test_a_repository_that_is_broken"),
    Fault("a reference that is a URL or a path", "nothing is fetched",
          "tests/test_security.py::test_no_command_reaches_for_the_network"),
    Fault("10,000 files that come, change and go at once, or one by one", "what a fresh server says",
          "tests/lsp/test_roots.py::test_ten_thousand_files_are_checked_out"),
    Fault("more than 1,000 findings of a rule", "the first 1,000",
          f"{HERE}/test_texts.py::test_findings_are_bounded"),
    Fault("many faults in a large file", "the work grows with the text, also that of `--fix`",
          f"{HERE}/test_growth.py::test_work_grows_with_the_text"),
    Fault("a text that a regular expression tries for ever", "there is none, says recheck of each",
          f"{HERE}/test_patterns.py::test_no_pattern_can_be_made_to_try_for_ever"),
    Fault("a cache that is cut short, filled with rubbish, or of another version", "it is found out anew",
          "tests/test_cache.py::test_what_is_broken_is_found_out_anew"),
    Fault("a fix of a linked file", "what the link leads to is replaced, and it stays a link",
          "tests/test_cli_fixes.py::test_fix_follows_a_link"),
)  # fmt: skip
_PROTOCOL = (
    Fault("a body that is no JSON, no object, no UTF-8", "it is logged; the next request is answered",
          "tests/lsp/test_faults.py::test_a_message_that_is_none_is_survived"),
    Fault("`Content-Length` missing, wrong, negative, huge", "it is dropped; the next request is answered",
          f"{HERE}/test_protocol.py::test_what_is_no_message_is_passed_over"),
    Fault("all of these over `--tcp`, and a second client", "the same; the second is refused",
          f"{HERE}/test_protocol.py::test_over_tcp_too"),
    Fault("a notification that has an id", "-32600",
          f"{HERE}/test_protocol.py::test_a_notification_with_an_id_is_refused"),
    Fault("JSON 200,000 levels deep, numbers of 5,000 digits", "it is logged; the next request is answered",
          f"{HERE}/test_protocol.py::test_what_is_no_message_is_passed_over"),
    Fault("responses to requests that were never sent", "nothing; the next request is answered",
          f"{HERE}/test_protocol.py::test_what_is_no_message_is_passed_over"),
    Fault("params of wrong types, for every request and notification", "an error with a code, or an empty answer",
          f"{HERE}/test_protocol.py::test_wrong_params_of_every_method"),
    Fault("positions that are negative or huge", "an error, or what is said of the nearest place",
          f"{HERE}/test_protocol.py::test_positions_outside_of_the_text"),
    Fault("edits out of order, backwards, of unknown versions; documents closed or opened twice",
          "the last text counts",
          f"{HERE}/test_protocol.py::test_edits_that_no_editor_sends"),
    Fault("a document that is closed while it is asked about", "nothing is said of it; what counts is the disk",
          "tests/lsp/test_memory.py::test_a_document_that_is_closed_before_it_is_judged_stays_closed"),
    Fault("a message within a message", "nothing of the inner one counts",
          "tests/lsp/test_faults.py::test_a_message_within_a_message_is_none"),
    Fault("unknown methods", "-32601", "tests/lsp/test_faults.py::test_an_unknown_request_is_refused"),
    Fault("requests before `initialize`", "-32002", "tests/lsp/test_faults.py::test_nothing_comes_before_initialize"),
    Fault("requests after `shutdown`", "-32600", "tests/lsp/test_faults.py::test_nothing_comes_after_shutdown"),
    Fault("half a surrogate pair in a message", "`syntax-error`",
          "tests/lsp/test_faults.py::test_half_a_character_is_survived"),
    Fault("a client that vanishes", "the server ends with exit code 1",
          "tests/lsp/test_faults.py::test_a_client_that_is_gone_ends_the_server"),
    Fault("a client that vanishes while its request is worked on", "the server ends",
          f"{HERE}/test_protocol.py::test_a_client_that_vanishes_in_the_middle"),
    Fault("a client that cancels everything", "-32800 or the answer, one for each; the next request is answered",
          f"{HERE}/test_protocol.py::test_a_client_that_cancels_everything"),
    Fault("a fault of our own", "-32603, and the log", "tests/lsp/test_faults.py::test_a_fault_is_logged_and_outlived"),
)  # fmt: skip
FAULTS = {
    "Texts": tuple(
        Fault(text.name, f"`{text.code}`: {text.words}", f"{HERE}/test_texts.py::test_both_faces_tell_it")
        for text in TEXTS
    ),
    "Files and folders": _DISK,
    "The protocol": _PROTOCOL,
}
