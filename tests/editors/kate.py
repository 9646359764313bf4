"""Kate on a screen of its own that nobody looks at: keys go in, and what stands on the screen is read back."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.editors.workshop import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
LIMIT = 60
"""How long something may take to appear, in seconds."""
WIDTH, HEIGHT = 1280, 800
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the screen in pixels, all four of its sides inside of it."""

    left: int
    top: int
    right: int
    bottom: int


TEXT = Box(80, 108, 1200, 745)
"""Where the text is, without line numbers, the bars around it and the small picture of it at the right."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on the screen at a moment, as a Portable Pixmap."""

    ppm: bytes

    def pixel(self, x: int, y: int) -> bytes:
        """Red, green and blue."""
        at = len(self.ppm) - 3 * (WIDTH * (HEIGHT - y) - x)
        return self.ppm[at : at + 3]

    def box(self, is_wanted: Callable[[int, int], bool]) -> Box | None:
        """The smallest part of the text that has all pixels that are wanted, by their places."""
        rows, columns = range(TEXT.top, TEXT.bottom + 1), range(TEXT.left, TEXT.right + 1)
        found = [(x, y) for y in rows for x in columns if is_wanted(x, y)]
        xs, ys = [x for x, _ in found], [y for _, y in found]
        return Box(min(xs), min(ys), max(xs), max(ys)) if found else None

    def squiggle(self) -> Box | None:
        """Where text is underlined in red."""

        def is_red(x: int, y: int) -> bool:
            red, green, blue = self.pixel(x, y)
            return red > 180 and green < 120 and blue < 120

        return self.box(is_red)

    def selection(self) -> Box | None:
        """Where text is selected, which has a light blue behind it."""

        def is_blue(x: int, y: int) -> bool:
            red, green, blue = self.pixel(x, y)
            return abs(red - 148) < 3 and abs(green - 202) < 3 and abs(blue - 239) < 3

        return self.box(is_blue)

    def words(self) -> str:
        """What can be read, in one line."""
        part = f"{TEXT.right - TEXT.left}x{TEXT.bottom - TEXT.top}+{TEXT.left}+{TEXT.top}"
        png = ("convert", "ppm:-", "-crop", part, "-trim", "-resize", "200%", "-colorspace", "Gray", "png:-")
        larger = subprocess.run(png, check=True, input=self.ppm, capture_output=True).stdout
        read = ("tesseract", "stdin", "stdout", "--psm", "11")
        alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads wait for one another more than they work
        text = subprocess.run(read, check=True, env=alone, input=larger, capture_output=True).stdout.decode()
        return " ".join(text.split())

    def save(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        subprocess.run(["convert", "ppm:-", SCREENSHOTS / f"{name}.png"], check=True, input=self.ppm)


class Kate:
    """Kate with a file, on a screen of its own; leaving the block ends both."""

    def __init__(self, around: Sequence[str], file: Path, log: Path) -> None:
        self._around = around
        self._file = file
        self._log = log
        self._processes = ExitStack()

    def __enter__(self) -> Kate:
        with self._processes:  # all end where one doesn't come up
            self._open()
            self._processes = self._processes.pop_all()
        return self

    def _open(self) -> None:
        ready, told = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        # Without -noreset it begins anew when its only client leaves, as one that looks for windows, and lets none in.
        screen = ("Xvfb", "-noreset", "-displayfd", str(told), "-screen", "0", size, "-nolisten", "tcp")
        self._start(screen, pass_fds=(told,))
        os.close(told)
        with os.fdopen(ready) as number:
            self._display = f":{number.readline().strip()}"
        self._start([*self._around, f"DISPLAY={self._display}", "openbox"])
        kate = ("dbus-run-session", "--", "kate", "--new", "--block", str(self._file))
        self._start([*self._around, f"DISPLAY={self._display}", "QT_QPA_PLATFORM=xcb", *kate])
        window = self.until("its window", lambda: self.windows(self._file.name))[-1]
        self._do(
            "windowactivate", "--sync", window, "windowmove", window, "0", "0", "windowsize", window, "1270", "770"
        )

    def __exit__(self, *_: object) -> None:
        self._processes.close()

    def _start(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        log = self._processes.enter_context(self._log.open("ab"))
        process = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=pass_fds, start_new_session=True)
        self._processes.callback(_end, process)

    def _do(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self._display}
        return subprocess.run(["xdotool", *words], check=False, env=environment, capture_output=True, text=True).stdout

    def windows(self, title: str) -> list[str]:
        """The windows that can be seen and have this in their titles."""
        return self._do("search", "--onlyvisible", "--name", title).split()

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "20", text)

    def go(self, line: int, column: int) -> None:
        """Put the cursor somewhere, both counted from 0."""
        self.press("ctrl+Home", *["Down"] * line, *["Right"] * column)

    def choose(self, item: int) -> None:
        """Choose an item of the menu *LSP Client*, counted from 0, without those that are grey."""
        self.press("alt+l", *["Down"] * item, "Return")

    def screen(self) -> Screen:
        shot = ["import", "-display", self._display, "-window", "root", "-depth", "8", "ppm:-"]
        return Screen(subprocess.run(shot, check=True, capture_output=True).stdout)

    def until(self, what: str, see: Callable[[], Found | None]) -> Found:
        """Wait until something true is seen, and return it; where it isn't in time, fail and keep the screen."""
        end = time.monotonic() + LIMIT
        while not (found := see()):
            if time.monotonic() > end:
                self.screen().save("kate-missed")
                log = self._log.read_text(encoding="utf-8", errors="replace")[-1000:]
                pytest.fail(f"not seen within {LIMIT} s: {what}; see {SCREENSHOTS}/kate-missed.png\n{log}")
            time.sleep(0.1)
        return found

    def until_words(self, words: str) -> Screen:
        """The screen, once these words can be read on it."""

        def look() -> Screen | None:
            screen = self.screen()
            return screen if words in screen.words() else None

        return self.until(f"the words {words!r}", look)

    def until_saved(self, file: Path, is_wanted: Callable[[str], object]) -> str:
        """The text of a file, once all is saved and it is what is wanted."""

        def look() -> str | None:
            self.press("ctrl+l")
            text = file.read_text(encoding="utf-8")
            return text if is_wanted(text) else None

        return self.until(f"{file.name} saved as wanted", look)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what was started, and all that it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
