# A derivation that can be built exactly when `cim-validate` finds no error in a folder: a check for a flake.
{ lib, runCommand, cim-lsp }:

# src: the folder, whose files are judged as one project. args: further options, such as [ "--strict" ].
# There is no git in the sandbox, so what asks it (id-changed, --since) has nothing to say.
{ src, name ? "cim-validate", args ? [ ] }:

runCommand name { nativeBuildInputs = [ cim-lsp ]; } ''
  cd ${src}
  cim-validate ${lib.escapeShellArgs args} .
  touch "$out"
''
