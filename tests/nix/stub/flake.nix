# As much of nixpkgs as our flake asks for, so that it can be evaluated, and its checks be built, without a network.
#
# What is "built" of Python packages are links to the commands in CIM_COMMANDS (`--impure`): nothing here can tell
# whether the package builds. The functions are as strict as those they stand for where a slip of ours would show.
{
  outputs = { self }:
    let
      genAttrs = keys: make: builtins.listToAttrs (builtins.map (name: { inherit name; value = make name; }) keys);
      quoted = word: "'" + builtins.replaceStrings [ "'" ] [ "'\\''" ] word + "'";
      lib = {
        inherit genAttrs;
        escapeShellArgs = words: builtins.concatStringsSep " " (builtins.map quoted words);
        licenses.mit = "MIT";
        fileset.unions = files: files;
        fileset.toSource = { root, fileset }: assert builtins.all builtins.pathExists fileset; root;
      };

      packages = system:
        let
          shell = name: script: derivation {
            inherit name system;
            builder = "/bin/sh";
            args = [ "-ec" script ];
          };
          command = name: shell name "/bin/mkdir $out";
          path = inputs: builtins.concatStringsSep ":" (builtins.map (input: "${input}/bin") inputs);
          pkgs = {
            inherit lib;
            callPackage = file: given:
              let make = import file; in
              make (builtins.intersectAttrs (builtins.functionArgs make) pkgs // given);
            runCommand = name: { nativeBuildInputs }: script:
              shell name "export PATH=${path nativeBuildInputs}:/usr/bin:/bin\n${script}";
            mkShell = { packages, inputsFrom ? [ ] }:
              shell "nix-shell" "echo ${toString (packages ++ inputsFrom)} > $out";
            python3Packages = genAttrs [
              "attrs" "hatchling" "jsonschema" "lsprotocol" "node-semver" "platformdirs" "pygls" "referencing" "ruamel-yaml" "uuid6"
            ] command // {
              buildPythonApplication =
                { pname, version, pyproject, src, build-system, dependencies, pythonImportsCheck, meta }:
                  assert pyproject;
                  shell "${pname}-${version}" ''
                    : ${src} ${toString (build-system ++ dependencies)}
                    /bin/mkdir $out
                    /bin/ln -s ${builtins.getEnv "CIM_COMMANDS"} $out/bin
                  '' // { inherit pname version dependencies meta; };
            };
            git = command "git";
            nodejs = command "nodejs";
            pre-commit = command "pre-commit";
          };
        in
        pkgs;
    in
    {
      inherit lib;
      legacyPackages = genAttrs [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ] packages;
    };
}
