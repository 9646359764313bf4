"""The tools that are measured, each as its users install it: from PyPI or npm, into a cache folder of the benchmarks.

What can't be had here is left out, and the page says why. Ours is installed too, from this folder, with what it needs:
an editable install, or one among other packages, starts otherwise than what users have.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

from .corpus import ROOT

PINNED = Path(__file__).parent / "peers"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cim-lsp-tests/benchmarks"
SCHEMA, *OTHERS = (ROOT / f"schemas/{name}.schema.json" for name in ("cim", "common", "domain", "module"))
"""In four files: every peer is faster with them than with the bundle for draft-07, some ten times and more."""

OURS, PYTHON = "cim-validate", "python -c pass"
CHECK, CHECK_C = "check-jsonschema", "check-jsonschema, libyaml"
NATIVE, WRAPPED = "sourcemeta", "sourcemeta, pip"
AJV, YAMLLINT = "ajv-cli", "yamllint"
SERVER, YLS, YLS_AT_ONCE = "cim-lsp", "yaml-language-server", "yaml-language-server, no debounce"
_DELAY = "this.validationDelayMs = 200;"

Arguments = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Tool:
    """A command that judges files: `arguments` makes the whole command line from their paths."""

    name: str
    arguments: Arguments


@dataclass
class Installed:
    """What there is: tools and servers by name, their versions, and why others are absent."""

    tools: dict[str, Tool] = field(default_factory=dict[str, Tool])
    servers: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    versions: dict[str, str] = field(default_factory=dict[str, str])
    absent: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, name: str, arguments: Arguments, version: str = "") -> None:
        self.tools[name] = Tool(name, arguments)
        self.versions[name] = version


def install() -> Installed:
    """Everything that can be had here. Raises subprocess.CalledProcessError where not even ours can be installed."""
    found = Installed()
    _ours(found)
    for names, add in (
        ((CHECK, YAMLLINT), _from_pypi),
        ((NATIVE, WRAPPED), _sourcemeta),
        ((CHECK_C,), _with_libyaml),
        ((AJV, YLS, YLS_AT_ONCE), _from_npm),
    ):
        _try(found, names, add)
    return found


def _try(found: Installed, names: Sequence[str], add: Callable[[Installed], None]) -> None:
    """Install some, or say of each that is absent then what the installer said last."""
    try:
        add(found)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", b"") or str(error).encode()
        last = reason.decode(errors="replace").strip().splitlines()[-1:]
        found.absent |= dict.fromkeys((name for name in names if name not in found.versions), "".join(last))


def _ours(found: Installed) -> None:
    """This folder's code, built anew each time; its dependencies are kept."""
    requirements = (ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)
    scripts = _environment("ours", requirements, str(ROOT))
    _run(str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(ROOT))
    python = str(scripts / "python")
    found.add(PYTHON, lambda _: [python, "-c", "pass"], platform.python_version())
    found.add(OURS, lambda files: [str(scripts / "cim-validate"), *files], _version(scripts, "cim-lsp"))
    found.servers[SERVER] = (str(scripts / "cim-lsp"),)


def _check_jsonschema(scripts: Path) -> Arguments:
    command = [str(scripts / "check-jsonschema"), "--base-uri", SCHEMA.as_uri(), "--schemafile", str(SCHEMA)]
    return lambda files: [*command, *files]


def _from_pypi(found: Installed) -> None:
    scripts = _environment_of("requirements.txt")
    found.add(CHECK, _check_jsonschema(scripts), _version(scripts, "check-jsonschema"))
    found.add(
        YAMLLINT, lambda files: [str(scripts / "yamllint"), "-d", "relaxed", *files], _version(scripts, "yamllint")
    )


def _sourcemeta(found: Installed) -> None:
    """The binary, and the script by which pip runs it."""
    scripts = _environment_of("requirements-sourcemeta.txt")
    version = _version(scripts, "sourcemeta-jsonschema")
    options = ["validate", "--fast", str(SCHEMA), *(part for other in OTHERS for part in ("--resolve", str(other)))]
    found.add(WRAPPED, lambda files: [str(scripts / "jsonschema"), *options, *files], version)
    binary = next(scripts.parent.rglob(f"jsonschema-{platform.system().lower()}-{platform.machine()}"), None)
    if binary is None:
        raise FileNotFoundError(f"the package has no binary for {platform.system()} {platform.machine()}")
    binary.chmod(0o755)
    found.add(NATIVE, lambda files: [str(binary), *options, *files], version)


def _with_libyaml(found: Installed) -> None:
    scripts = _environment_of("requirements-libyaml.txt")
    version = f"{_version(scripts, 'check-jsonschema')}, ruamel.yaml.clib {_version(scripts, 'ruamel.yaml.clib')}"
    found.add(CHECK_C, _check_jsonschema(scripts), version)


def _from_npm(found: Installed) -> None:
    """ajv-cli, and yaml-language-server twice: as it is, and a copy that validates without waiting for more edits."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise FileNotFoundError("node and npm are not here")
    lock = (PINNED / "package-lock.json").read_bytes()
    modules = _cached("npm", lock, _install_npm) / "node_modules"
    ajv = ["node", str(modules / "ajv-cli/dist/index.js"), "validate", "--spec=draft2020", "--strict=false"]
    ajv += ["-s", str(SCHEMA), *(part for other in OTHERS for part in ("-r", str(other)))]
    found.add(AJV, lambda files: [*ajv, *(part for file in files for part in ("-d", file))], _npm(modules, "ajv-cli"))
    version = _npm(modules, "yaml-language-server")
    for name, folder in ((YLS, "yaml-language-server"), (YLS_AT_ONCE, "yaml-language-server-at-once")):
        found.servers[name] = ("node", str(modules / folder / "bin/yaml-language-server"), "--stdio")
        found.versions[name] = version


def _install_npm(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, folder)
    _run("npm", "ci", "--no-audit", "--no-fund", folder=folder)
    modules = folder / "node_modules"
    copy = modules / "yaml-language-server-at-once"
    shutil.copytree(modules / "yaml-language-server", copy)
    settings = copy / "out/src/yamlSettings.js"
    text = settings.read_text(encoding="utf-8")
    if text.count(_DELAY) != 1:
        raise FileNotFoundError(f"{settings} doesn't say {_DELAY}")
    settings.write_text(text.replace(_DELAY, _DELAY.replace("200", "0")), encoding="utf-8")


def _environment_of(requirements: str) -> Path:
    file = PINNED / requirements
    return _environment(file.stem, file.read_bytes(), "--requirement", str(file))


def _environment(name: str, key: bytes, *wanted: str) -> Path:
    """The folder of the scripts of a virtual environment with this in it."""

    def make(folder: Path) -> None:
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *wanted)

    return _cached(name, key + sys.version.encode(), make) / "bin"


def _cached(name: str, key: bytes, make: Callable[[Path], None]) -> Path:
    """The folder that was made for this key; made now where it wasn't, or only half."""
    folder = CACHE / f"{name}-{hashlib.sha256(key).hexdigest()[:12]}"
    if not (folder / ".made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        sys.stderr.write(f"installing {name}\n")
        make(folder)
        (folder / ".made").touch()
    return folder


def _version(scripts: Path, name: str) -> str:
    paths = [str(path) for path in scripts.parent.glob("lib/python*/site-packages")]
    return next(_versions(paths, name), "")


def _versions(paths: list[str], name: str) -> Iterator[str]:
    for each in distributions(name=name, path=paths):
        yield each.version


def _npm(modules: Path, name: str) -> str:
    code = f"console.log(require({str(modules / name / 'package.json')!r}).version)"
    return subprocess.run(["node", "-e", code], check=True, capture_output=True, text=True).stdout.strip()


def _run(*command: str, folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
