{
  description = "A CIM: its domain and its modules";

  inputs.cim-lsp.url = "github:cim-lsp/cim-lsp";
  inputs.nixpkgs.follows = "cim-lsp/nixpkgs";

  outputs = { self, nixpkgs, cim-lsp }: {
    # `nix flake check` judges every CIM file that git knows.
    checks = builtins.mapAttrs (system: lib: { cim = lib.check { src = ./.; }; }) cim-lsp.lib;

    # `nix develop` has the commands, the language server for your editor, and pre-commit.
    devShells = builtins.mapAttrs
      (system: packages: {
        default = nixpkgs.legacyPackages.${system}.mkShell {
          packages = [ packages.cim-lsp nixpkgs.legacyPackages.${system}.pre-commit ];
        };
      })
      cim-lsp.packages;
  };
}
