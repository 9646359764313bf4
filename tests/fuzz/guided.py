"""The fuzzer proper: atheris, led to new texts by what of the code they reach: `python -m tests.fuzz.guided`.

It runs in a process of its own, which libFuzzer ends. Its options are libFuzzer's; before them stand the folder that
crashers go into, the corpus, and a number: each so many-th case file is put into that, to begin with.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import atheris  # pyright: ignore[reportMissingImports] - there isn't a wheel of it for every machine

with atheris.instrument_imports(include=["cim_lsp"]):  # pyright: ignore
    from .crashers import Finder

from .texts import LONGEST, decode, encode, mutated, seeds

fuzzer: Any = atheris
_SLIPS = 0.7
"""The part of the texts that are changed as people slip; in the others bytes are, as libFuzzer does it."""


def main(argv: list[str]) -> None:
    folder, corpus, each, *options = argv
    texts = seeds()
    Path(corpus).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts[:: int(each)]):
        Path(corpus, f"seed-{number:04}").write_bytes(encode(text))
    finder = Finder(Path(folder))

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < _SLIPS:
            return encode(mutated(decode(data), chance, texts))[:most]
        return fuzzer.Mutate(data, most)

    def test(data: bytes) -> None:
        finder.try_(decode(data))

    longest = f"-max_len={4 * LONGEST}"
    fuzzer.Setup([sys.argv[0], longest, "-timeout=60", *options, corpus], test, custom_mutator=mutate)
    fuzzer.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
