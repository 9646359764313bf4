-- :CimGraph and :CimNew, whichever way cim-lsp was started.
vim.api.nvim_create_user_command('CimGraph', function(given)
  require('cim').graph(given.args ~= '' and given.args or nil)
end, {
  desc = 'Draw the domains and modules of this project',
  nargs = '?',
  complete = function()
    return { 'svg', 'mermaid', 'dot', 'json' }
  end,
})

vim.api.nvim_create_user_command('CimNew', function(given)
  local kind, name, purpose = given.args:match('^(%S+)%s*(%S*)%s*(.*)$')
  name, purpose = name ~= '' and name or nil, purpose ~= '' and purpose or nil
  require('cim').new({ kind = kind, name = name, purpose = purpose })
end, {
  desc = 'Begin a domain or module: its kind, its name, its purpose; what is left out is asked for',
  nargs = '*',
  complete = function()
    return { 'domain', 'module' }
  end,
})
