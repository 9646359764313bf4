-- cim-lsp as Neovim 0.11 and newer find it for `vim.lsp.enable('cim')`; lua/cim.lua reads it for older ones.
---@type vim.lsp.Config
return {
  cmd = { 'cim-lsp' },
  filetypes = { 'yaml', 'yaml.ansible', 'yaml.docker-compose', 'yaml.gitlab', 'yaml.helm-values', 'json' },
  root_markers = { '.git', 'domain.yaml' },
}
