"""What somebody may write where an id belongs, told apart without a mistake."""

from __future__ import annotations

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_lsp.identifiers import created, is_uuid7, mint
from cim_lsp.lookalikes import Kind, is_placeholder, recognise, unwrap

ID = "01939b5e-2f4c-7a31-9c5d-0242ac120002"
BARE = ID.replace("-", "")

RECOGNISED = {
    Kind.UUID7: (ID, ID.upper(), "01939B5e-2f4c-7A31-9c5d-0242ac120002", "ffffffff-ffff-7fff-bfff-ffffffffffff"),
    Kind.WRAPPED: (
        f"{{{ID}}}", f"urn:uuid:{ID}", f"URN:UUID:{ID.upper()}", BARE, BARE.upper(), f"({ID})", f"<{ID}>", f"[{ID}]",
        f'"{ID}"', f"'{ID}'", f" {ID} ", f"{ID}\n", f"\t{ID}", f"{{{BARE}}}", f"urn:uuid:{BARE}",
    ),
    Kind.PLACEHOLDER: (
        "<some-uuid-v7>", "<uuid>", "<UUIDv7>", "<id>", "<your id here>", "uuid", "UUID", "uuidv7", "uuid-v7",
        "uuid_v7", "UUID v7", "id", "your-id", "your_uuid_here", "my-id", "some-uuid", "TODO", "todo", "TODO: generate",
        "TBD", "FIXME", "changeme", "change-me", "replace me", "placeholder", "example", "none", "null", "N/A", "empty",
        "${ID}", "${UUID_V7}", "$(uuidgen)", "$ID", "{{ id }}", "{{ cookiecutter.id }}", "{% uuid %}", "%ID%", "@ID@",
        "__ID__", "[id]",
        "xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx", "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX", "xxx", "???", "...", "-", "_",
        "", " ", "\n", "0", "insert uuid here", "generate", "auto-generated", "generated", "unique-id", "dummy",
    ),
    Kind.NIL: ("00000000-0000-0000-0000-000000000000",),
    Kind.MAX: ("ffffffff-ffff-ffff-ffff-ffffffffffff", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
    Kind.OTHER_VERSION: (
        *(f"01939b5e-2f4c-{version}a31-9c5d-0242ac120002" for version in "01234568"),
        str(uuid.uuid5(uuid.NAMESPACE_DNS, "example.com")), str(uuid.uuid5(uuid.NAMESPACE_DNS, "example.com")).upper(),
    ),
    Kind.OTHER_VARIANT: tuple(f"01939b5e-2f4c-7a31-{variant}c5d-0242ac120002" for variant in "07cdefCF"),
    Kind.ULID: ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
    Kind.MALFORMED: (
        ID[:-1], ID + "0", ID[1:], ID.replace("-", "_"), ID.replace("-", "–"), ID.replace("b", "g"),
        ID.replace("0", "O"),
        ID[:8] + ID[9:], BARE[:-1], BARE + "0", f"{{{ID}", f"{ID}}}", f"urn:{ID}", f"uuid:{ID}", f"{ID} {ID}",
        "01939b5e", "billing", "billing-module", "cim-domain", "vehicle-maintenance", "mod_accounting_001",
        "E001", "dom-1", "user-registry", "identity", "ids", "template-engine", "new-york", "a-team", "example.com",
        "todo-list", "random-forest", "placeholder-service", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FAI",
        "42", "12345", "550e8400-e29b-41d4-a716", "sha256:0123", "https://example.com/id", "me@example.com", "中文",
        ID.replace("2", "\u0662"),
    ),
}  # fmt: skip
CASES = [(text, kind) for kind, texts in RECOGNISED.items() for text in texts]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_recognise(text: str, kind: Kind) -> None:
    found = recognise(text)
    assert found.kind is kind
    assert found.uuid7 == (ID if kind is Kind.WRAPPED else None) or (found.uuid7 or "").lower() == ID
    assert found.words


@pytest.mark.parametrize("version", "12345689")
def test_another_version_is_named(version: str) -> None:
    assert recognise(f"01939b5e-2f4c-{version}a31-9c5d-0242ac120002").words.endswith(f"version {version}")


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_is_uuid7(text: str, kind: Kind) -> None:
    assert is_uuid7(text) is (kind is Kind.UUID7)


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_unwrap(text: str, kind: Kind) -> None:
    """Only another notation of a UUIDv7 is unwrapped, into what needs no unwrapping; upper case stays."""
    inner = unwrap(text)
    assert (inner is not None) is (kind is Kind.WRAPPED)
    if inner is not None:
        assert is_uuid7(inner)
        assert inner.lower() == ID
        assert unwrap(inner) is None


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_is_placeholder(text: str, kind: Kind) -> None:
    """An id that could be somebody's must never count as a placeholder: placeholders are replaced unasked."""
    if kind in (Kind.PLACEHOLDER, Kind.MALFORMED, Kind.UUID7, Kind.OTHER_VERSION, Kind.ULID):
        assert is_placeholder(text) is (kind is Kind.PLACEHOLDER)


@given(st.uuids(version=4) | st.uuids(version=1) | st.uuids(version=3))
def test_no_uuid_is_a_placeholder(value: uuid.UUID) -> None:
    assert not is_placeholder(str(value))
    assert not is_placeholder(value.hex)
    assert recognise(str(value)).kind is Kind.OTHER_VERSION


@given(st.from_regex(r"[a-z]{1,3}[0-9]{2,6}|[0-9]{2,9}[a-z]+|[a-z]+-[0-9]{3,8}|[0-9]{4,12}", fullmatch=True))
def test_no_numbered_slug_is_a_placeholder(text: str) -> None:
    if re.search(r"[1-9]", text) and not re.match(r"id|v|uuid|x", text):
        assert not is_placeholder(text)


@given(st.text(max_size=60))
def test_any_text_is_something(text: str) -> None:
    found = recognise(text)
    assert (found.kind is Kind.UUID7) is is_uuid7(text)
    assert (found.kind is Kind.WRAPPED) is (found.uuid7 is not None)


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
def test_created(milliseconds: int, rest: int) -> None:
    """The time that was put into an id comes out again."""
    value = uuid.UUID(int=milliseconds << 80 | 7 << 76 | (rest >> 62) << 64 | 0b10 << 62 | rest & (2**62 - 1))
    assert is_uuid7(str(value))
    assert created(str(value)) == milliseconds
    assert created(str(value).upper()) == milliseconds


def test_created_of_the_specification() -> None:
    """RFC 9562, appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00."""
    assert created("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") == 1_645_557_742_000


def test_minted_ids_sort_as_they_were_made() -> None:
    ids = [mint() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(is_uuid7(text) and text == text.lower() for text in ids)
    assert all(recognise(text).kind is Kind.UUID7 and not is_placeholder(text) for text in ids)
