local M = {}
local health = vim.health

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error(('Neovim %s has no `vim.lsp.config`'):format(version), 'Install Neovim 0.11 or later')
  end
end

local function check_command(config)
  local command = config.cmd
  if type(command) ~= 'table' then return health.info('The server is started by a function') end
  local program = vim.fn.exepath(command[1])
  if program == '' then
    return health.error(('`%s` is not on the PATH of Neovim'):format(command[1]), {
      'Install it: `pipx install promptwell` or `uv tool install promptwell`',
      "Or name its place: vim.lsp.config('promptwell', { cmd = { '/path/to/promptwell', 'lsp' } })",
    })
  end
  local started, process = pcall(vim.system, { program, '--version' }, { text = true, timeout = 10000 })
  local result = started and process:wait() or { code = -1, stderr = process }
  if result.code == 0 then
    health.ok(('%s at `%s`'):format(vim.trim(result.stdout), program))
  else
    health.error(('`%s --version` fails'):format(program), vim.trim(result.stderr or ''))
  end
end

local function check_clients()
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('promptwell') then
    health.warn('The server is not enabled', "Write vim.lsp.enable('promptwell') in your init.lua")
  end
  local clients = vim.lsp.get_clients({ name = 'promptwell' })
  if not next(clients) then return health.info('No buffer is attached: open a `.prompty` file') end
  for _, client in ipairs(clients) do
    local names = vim.tbl_map(function(buffer)
      return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
    end, vim.tbl_keys(client.attached_buffers))
    table.sort(names)
    local root = client.root_dir and vim.fn.fnamemodify(client.root_dir, ':~') or 'no folder'
    health.ok(('Client %d (%s, %s): %s'):format(client.id, root, client.offset_encoding, table.concat(names, ', ')))
  end
end

--- What `:checkhealth promptwell` shows.
function M.check()
  health.start('promptwell')
  check_neovim()
  local config = vim.lsp.config and vim.lsp.config.promptwell
  if not config then
    return health.error('No configuration is found', 'Add the folder `editors/nvim` to `runtimepath`')
  end
  check_command(config)
  check_clients()
end

return M
