"""`editors/neovim` in Neovim: the one here (0.7 in Debian 12), 0.10 of Debian 13, and, on request, the newest.

CIM_TESTS_UNSTABLE=1 asks for the last, out of Debian testing: another one every few weeks, so it is in no table. No
stable Debian has 0.11 yet.
"""

from __future__ import annotations

import os
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tests import provide
from tests.editors import seen
from tests.editors.neovim import FLOAT, Neovim
from tests.editors.workshop import DOMAIN, EDITORS, ROAD, ROOT, UUID7, Workshop, snippet, surroundings
from tests.npm import node_modules

CHOOSE = """
local wanted = ...
vim.ui.select = function(items, options, done)
  for at, item in ipairs(items) do
    if options.format_item(item):find(wanted, 1, true) then return done(item, at) end
  end
end
vim.lsp.buf.code_action()
"""
"""Ask for the actions at the cursor, and choose as a person does, by the words that are shown."""
INIT = f"""
if vim.fn.has('nvim-0.11') == 1 then
  {snippet("neovim", "lua", "vim.lsp.enable")}
else
  {snippet("neovim", "lua", "setup(")}
end
if vim.fn.has('nvim-0.10') == 1 then
  {snippet("neovim", "lua", "LspAttach")}
end
"""
"""What the README tells for each version, as it stands there."""
BESIDE = """
require('cim').setup({{ settings = {{ cim = {{ structural = 'on' }} }} }})
vim.api.nvim_create_autocmd('FileType', {{ pattern = 'yaml', callback = function(args)
  vim.lsp.buf_attach_client(args.buf, vim.lsp.start_client({{
    name = 'yamlls',
    cmd = {{ '{node}', '{server}', '--stdio' }},
    root_dir = vim.fn.fnamemodify(args.file, ':p:h'),
    settings = {{
      yaml = {{ schemas = {{ ['{schema}'] = {{ 'domain.yaml' }} }}, schemaStore = {{ enable = false }} }},
    }},
  }}))
end }})
"""
"""yaml-language-server with our schema, and cim-lsp beside it."""
SAYS = """
local source, line = ...
for _, each in ipairs(vim.diagnostic.get(0)) do
  if each.lnum == line and each.source:find(source) then return true end
end
"""
"""Whether a server has said something about a line."""
KNOWN = """
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'workspace/symbol', { query = 'workshop' }) or {}) do
  if #(answer.result or {}) > 0 then return true end
end
"""
"""Whether the server has read the project: Neovim 0.10 asks for diagnostics but once."""


MEANWHILE = (partial(provide.debian, "nvim", "neovim"),)


def installed(home: Path) -> list[str]:
    return [*surroundings(home), str(provide.debian("nvim", "neovim"))]


def of_debian_13(home: Path) -> list[str]:
    return rooted(provide.debian_root("hx", "neovim"), home)


def of_testing(home: Path) -> list[str]:
    return rooted(provide.debian_root("neovim", release="forky"), home)


def rooted(root: provide.Root, home: Path) -> list[str]:
    words = surroundings(home, PATH="/usr/local/bin:/usr/bin:/bin")
    return list(root.command(*words, "nvim", shared=(EDITORS, home.parent)))


NEWER = (of_debian_13, of_testing) if os.environ.get("CIM_TESTS_UNSTABLE") == "1" else (of_debian_13,)


@pytest.fixture(params=(installed, *NEWER))
def nvim(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Neovim]:
    """Neovim as the README has it set up for its version, in a project that it has opened."""
    command: Callable[[Path], list[str]] = request.param
    init = tmp_path / "init.lua"
    init.write_text(INIT, encoding="utf-8")
    workshop = Workshop.made(tmp_path / "workshop")
    with Neovim(command(tmp_path / "home"), init) as nvim:
        nvim.command(f"edit {workshop.module}")
        nvim.until(KNOWN)
        nvim.command(f"edit {workshop.domain}")
        nvim.until("return #vim.diagnostic.get(0) > 0")
        yield nvim


@pytest.fixture
def workshop(nvim: Neovim, tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "workshop")


def saw(nvim: Neovim, *capabilities: str) -> None:
    if nvim.version <= (0, 10):
        seen.record("Neovim", ".".join(map(str, nvim.version)), *capabilities)


def test_diagnostics_and_insert_uuid(nvim: Neovim, workshop: Workshop):
    (found,) = nvim.lua("return vim.diagnostic.get(0)")
    assert (found["lnum"], found["col"], found["end_col"]) == (2, 6, 20)
    assert (found["code"], found["message"]) == ("invalid-id", "this is a placeholder; an id is a UUIDv7")
    saw(nvim, "diagnostics")
    nvim.go(2, 8)
    nvim.lua(CHOOSE, "Insert UUIDv7")
    nvim.until("return not vim.fn.getline(3):find('uuid')")
    nvim.until("return #vim.diagnostic.get(0) == 0")
    nvim.command("noautocmd write")
    before, after = workshop.domain.read_text(encoding="utf-8").splitlines(), nvim.text().splitlines()
    assert before == after
    assert UUID7.fullmatch(after[2].removeprefix("  id: "))
    saw(nvim, "Insert UUIDv7")


def test_hover(nvim: Neovim):
    nvim.go(3, 4)
    nvim.lua("vim.lsp.buf.hover()")
    assert "Why** this domain exists" in nvim.until(FLOAT)
    saw(nvim, "hover")


def test_completion(nvim: Neovim):
    nvim.lua("vim.fn.append('$', '  v')")
    nvim.press("GA<C-x><C-o>")
    info = "local info = vim.fn.complete_info({ 'items', 'pum_visible', 'selected' })"
    nvim.until(f"{info} return info.pum_visible == 1")
    shown = [item["abbr"] for item in nvim.lua(f"{info} return info.items")]
    assert {"version", "value_objects"} <= set(shown)
    nvim.press("<C-n>" * shown.index("version") + "<C-y>")
    nvim.until("return vim.fn.getline('.') == '  version: '")
    saw(nvim, "completion")


def test_definition(nvim: Neovim, workshop: Workshop):
    nvim.go(5, 10)
    nvim.lua("vim.lsp.buf.definition()")
    nvim.until("return vim.api.nvim_buf_get_name(0) == ...", str(workshop.module))
    assert nvim.lua("return vim.api.nvim_win_get_cursor(0)") == [2, 8]
    saw(nvim, "definition")


def test_rename(nvim: Neovim, workshop: Workshop):
    nvim.go(5, 10)
    nvim.lua("vim.lsp.buf.rename('invoicing')")
    nvim.until("return vim.fn.getline(6):find('invoicing')")
    nvim.until("return vim.fn.getbufline(..., 2)[1] == '  name: invoicing'", str(workshop.module))
    nvim.command("noautocmd wall")
    assert "name: invoicing\n" in workshop.module.read_text(encoding="utf-8")
    assert "-   invoicing\n" in workshop.domain.read_text(encoding="utf-8")
    saw(nvim, "rename")


def test_format_on_save(nvim: Neovim, workshop: Workshop):
    if nvim.version < (0, 10):
        nvim.lua("(vim.lsp.buf.format or vim.lsp.buf.formatting_sync)()")
    nvim.command("write")
    text = workshop.domain.read_text(encoding="utf-8")
    assert f"  purpose: {ROAD}\n  modules:\n    - billing\n" in text
    saw(nvim, "formatting")


@pytest.mark.parametrize("nvim", NEWER, indirect=True)
def test_hints_and_lenses(nvim: Neovim, workshop: Workshop):
    nvim.command(f"write | edit {workshop.module} | doautocmd BufEnter")
    hints = "return vim.tbl_map(function(each) return each.inlay_hint.label end, vim.lsp.inlay_hint.get({ bufnr = 0 }))"
    nvim.until(f"local hints = (function() {hints} end)() return #hints > 0")
    assert "2024-12" in str(nvim.lua(hints))
    nvim.lua("vim.fn.append('$', '# Neovim 0.12 asks for code lenses again when the text has changed')")
    filter_ = "0" if nvim.version < (0, 12) else "{ bufnr = 0 }"
    nvim.until(f"return #vim.lsp.codelens.get({filter_}) > 0")


def test_graph(nvim: Neovim):
    if nvim.version < (0, 10):
        nvim.command("CimGraph")
        shown = nvim.until("return vim.fn.execute('messages'):match('The picture is in (%S+)')")
    else:
        nvim.lua("vim.ui.open = function(path) Opened = path end")
        nvim.command("CimGraph")
        uri: str = nvim.until("return Opened")
        shown = unquote(urlparse(uri).path)
    assert ET.fromstring(Path(shown).read_text(encoding="utf-8")).tag == "{http://www.w3.org/2000/svg}svg"


def test_new_module(nvim: Neovim, workshop: Workshop):
    nvim.lua("vim.ui.input = function(options, done) done('workshop') end")
    nvim.command("CimNew module stock Have the right part on the shelf")
    nvim.until("return vim.api.nvim_buf_get_name(0) == ...", str(workshop.folder / "stock.module.yaml"))
    assert "purpose: Have the right part on the shelf\n" in nvim.text()
    assert "-   stock\n" in nvim.text(workshop.domain)


def test_nothing_is_said_twice_beside_a_yaml_server(tmp_path: Path):
    server = node_modules() / "yaml-language-server" / "bin" / "yaml-language-server"
    workshop = Workshop.made(tmp_path / "workshop")
    workshop.domain.write_text(DOMAIN + "    - stock\n", encoding="utf-8")
    init = tmp_path / "init.lua"
    beside = BESIDE.format(node=shutil.which("node"), server=server, schema=ROOT / "schemas/cim.draft-07.schema.json")
    init.write_text(f"vim.opt.runtimepath:append('{EDITORS}/neovim')\n{beside}", encoding="utf-8")
    with Neovim(installed(tmp_path / "home"), init) as nvim:
        nvim.command(f"edit {workshop.domain}")
        nvim.until(SAYS, "yaml", 2)
        nvim.until(SAYS, "cim", 6)
        nvim.until("return #vim.diagnostic.get(0) == 2")


def test_the_root_is_the_repository(nvim: Neovim, workshop: Workshop):
    clients = "(vim.lsp.get_clients or vim.lsp.get_active_clients)()"
    nvim.command(f"edit {workshop.module}")
    roots = nvim.until(f"return vim.tbl_map(function(client) return client.config.root_dir end, {clients})")
    assert roots == [str(workshop.folder)]
