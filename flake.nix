# For users of Nix: cim-lsp as a package, its commands, a check for a folder of CIM files, and a template of a new CIM.
# docs/nix.md says how each is used, and how much of this has been run.
{
  description = "Language server, validator and JSON Schema for the files that a CIM starts from";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs = { self, nixpkgs }:
    let
      # nixpkgs has left x86_64-darwin with 26.11.
      systems = [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make system nixpkgs.legacyPackages.${system});
      commands = {
        cim-lsp = "The language server of a CIM's files";
        cim-validate = "Judge the domain and module files of a CIM";
        cim-new = "Begin a domain or a module";
        cim-graph = "Draw a project's domains and modules";
      };
    in
    {
      packages = each (system: pkgs: rec {
        cim-lsp = pkgs.callPackage ./nix/package.nix { };
        default = cim-lsp;
      });

      apps = each (system: pkgs:
        let
          app = name: description: {
            type = "app";
            program = "${self.packages.${system}.cim-lsp}/bin/${name}";
            meta = { inherit description; };
          };
          apps = builtins.mapAttrs app commands;
        in
        apps // { default = apps.cim-lsp; });

      lib = each (system: pkgs: {
        check = import ./nix/check.nix { inherit (pkgs) lib runCommand; inherit (self.packages.${system}) cim-lsp; };
      });

      checks = each (system: pkgs: {
        inherit (self.packages.${system}) cim-lsp;
        examples = self.lib.${system}.check { src = ./examples; };
      });

      # What the package needs, to run from this folder, and what the tests start besides.
      devShells = each (system: pkgs: {
        default = pkgs.mkShell {
          inputsFrom = [ self.packages.${system}.cim-lsp ];
          packages = [ pkgs.git pkgs.nodejs pkgs.pre-commit ];
        };
      });

      overlays.default = final: prev: { cim-lsp = final.callPackage ./nix/package.nix { }; };

      templates.default = {
        path = ./nix/template;
        description = "A new CIM: its domain, a flake that checks it, a pre-commit hook";
        welcomeText = ''
          Name your CIM and its purpose in `domain.yaml`, then have its id made:

              git add . && nix develop --command cim-validate --fix
        '';
      };
    };
}
