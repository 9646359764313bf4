# The package, in the manner of nixpkgs: `callPackage` gives the arguments.
#
# pyproject.toml's bounds hold here too, and nothing is relaxed: ruamel.yaml's scanner is corrected by its minor version,
# and pygls 2 is another interface than pygls 1. A nixpkgs that has others fails the build, and says which.
{ lib, python3Packages }:

let
  # The version stands in one place; its line is the only one of this form there.
  found = builtins.split "__version__ = \"([^\"]+)\"" (builtins.readFile ../cim_lsp/__init__.py);
in
python3Packages.buildPythonApplication {
  pname = "cim-lsp";
  version = builtins.head (builtins.elemAt found 1);
  pyproject = true;

  # What hatchling reads, so that a new test or a word in docs/ builds nothing anew.
  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [ ../cim_lsp ../schemas ../pyproject.toml ../README.md ../LICENSE ];
  };

  build-system = [ python3Packages.hatchling ];

  dependencies = with python3Packages; [
    attrs
    jsonschema
    lsprotocol
    node-semver
    platformdirs
    pygls
    referencing
    ruamel-yaml
    uuid6
  ];

  # The tests want real editors and npm's packages; the flake's own check runs the commands instead.
  pythonImportsCheck = [ "cim_lsp" "cim_lsp.cli.validate" "cim_lsp.cli.new" "cim_lsp.cli.graph" "cim_lsp.lsp.main" ];

  meta = {
    description = "Language server, validator and JSON Schema for the files that a CIM starts from";
    license = lib.licenses.mit;
    mainProgram = "cim-lsp";
  };
}
