-- What :CimGraph and :CimNew do, and the start of cim-lsp in Neovim 0.7 to 0.10, which read no lsp/cim.lua.
local M = {}

local QUESTIONS = { 'kind', 'name', 'purpose', 'domain' }
local started = {} -- ids of clients by root, for Neovim 0.7

--- The nearest folder above a buffer's file that holds one of the markers.
local function root_of(buffer, markers)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  while true do
    for _, marker in ipairs(markers) do
      if vim.loop.fs_stat(folder .. '/' .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return nil
    end
    folder = parent
  end
end

local function start(config, buffer)
  if vim.lsp.start then
    return vim.lsp.start(config)
  end
  local key = config.root_dir or ''
  if not (started[key] and vim.lsp.get_client_by_id(started[key])) then
    started[key] = vim.lsp.start_client(config)
  end
  vim.lsp.buf_attach_client(buffer, started[key])
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
end

--- Start cim-lsp for the files that it is for. Only for Neovim 0.7 to 0.10; newer ones have `vim.lsp.enable('cim')`.
--- Options are those of `vim.lsp.start`, such as `settings`, and `filetypes` and `root_markers` as in lsp/cim.lua.
function M.setup(options)
  local file = vim.api.nvim_get_runtime_file('lsp/cim.lua', false)[1]
  local config = vim.tbl_deep_extend('force', { name = 'cim' }, dofile(file), options or {})
  config.init_options = config.init_options or config.settings -- 0.7 sends no settings
  vim.api.nvim_create_autocmd('FileType', {
    pattern = config.filetypes,
    callback = function(args)
      start(vim.tbl_extend('keep', { root_dir = root_of(args.buf, config.root_markers) }, config), args.buf)
    end,
  })
end

--- The cim-lsp of a buffer, else any that runs, and whether it is the buffer's own.
local function client_of(buffer)
  local other
  for _, client in ipairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
    if client.name == 'cim' then
      if vim.lsp.buf_is_attached(buffer, client.id) then
        return client, true
      end
      other = client
    end
  end
  return other, false
end

--- Run a command of cim-lsp with the current buffer's project; `done` gets what it returns.
local function execute(command, argument, done)
  local buffer = vim.api.nvim_get_current_buf()
  local client, is_own = client_of(buffer)
  if not client then
    return vim.notify('cim-lsp is not running: open a YAML or JSON file first', vim.log.levels.WARN)
  end
  argument.uri = is_own and vim.uri_from_bufnr(buffer) or nil
  local params = { command = command, arguments = { argument } }
  local function answered(err, result)
    if err then
      vim.notify('cim-lsp: ' .. err.message, vim.log.levels.ERROR)
    elseif done then
      done(result)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answered, buffer)
  else
    client.request('workspace/executeCommand', params, answered, buffer)
  end
end

--- Have the project drawn and shown: an image outside ('svg', the default), any other format in a window of its own.
function M.graph(format)
  execute('cim.showGraph', { format = format })
end

--- Begin a domain or module, in a file of its own beside the current one, and go there.
--- `wish` has `kind`, `name`, `purpose` and `domain`, which a module may join; what it lacks is asked for.
function M.new(wish)
  for _, key in ipairs(QUESTIONS) do
    if not wish[key] and not (key == 'domain' and wish.kind == 'domain') then
      local prompt = key == 'domain' and 'The domain that it joins, if any: ' or ('Its ' .. key .. ': ')
      return vim.ui.input({ prompt = prompt, default = key == 'kind' and 'module' or nil }, function(answer)
        if answer then
          M.new(vim.tbl_extend('force', wish, { [key] = answer }))
        end
      end)
    end
  end
  execute('cim.new', vim.tbl_extend('force', {}, wish), function(made)
    vim.cmd('edit ' .. vim.fn.fnameescape(vim.uri_to_fname(made.uri)))
  end)
end

return M
