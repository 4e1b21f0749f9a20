-- The language server, for Neovim 0.11 and later; `:help promptwell` tells the rest.
--
--   vim.lsp.enable('promptwell')
--
-- Settings of your own go before those of a repository:
--
--   vim.lsp.config('promptwell', { settings = { promptwell = { ignore = { 'wording' } } } })

-- Whether a team's settings say that files of other kinds are prompts.
local function names_formats(buffer)
  for _, name in ipairs({ 'promptwell.toml', 'pyproject.toml' }) do
    local folder = vim.fs.root(buffer, name)
    local file = folder and io.open(vim.fs.joinpath(folder, name))
    if file then
      local text = file:read('a')
      file:close()
      if text:find('promptwell.formats', 1, true) then return true end
      if name == 'promptwell.toml' and text:find('%f[%w]formats%f[%W]') then return true end
    end
  end
  return false
end

-- How the files of coding agents are named, and where they lie; the server tells which tool's each is.
local agent_files = {
  '/SKILL%.md$', '/AGENTS?%.md$', '/AGENTS%.override%.md$', '/CLAUDE%.md$', '/CLAUDE%.local%.md$',
  '/GEMINI%.md$', '/copilot%-instructions%.md$', '%.mdc$', '%.prompt%.md$', '%.instructions%.md$',
  '%.agent%.md$', '%.chatmode%.md$', '/%.claude/%l+/.*%.md$', '/%.github/agents/.*%.md$',
  '/%.github/chatmodes/.*%.md$', '/agents/.*%.md$', '/commands/.*%.md$',
}

-- Whether a file is named or lies as those are that hold prompts; the server looks into it.
local function may_hold_prompts(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  for _, pattern in ipairs(agent_files) do
    if path:find(pattern) then return true end
  end
  for _, pattern in ipairs({ '%.prompt%.ya?ml$', '/prompts%.ya?ml$', '/prompts%.json$', '/skprompt%.txt$', '/promptfooconfig[^/]*%.ya?ml$' }) do
    if path:find(pattern) then return true end
  end
  return path:find('/prompts?/') ~= nil and path:find('%.ya?ml$') ~= nil
end

-- The nearest folder with the first marker that any folder above has.
local function root(buffer)
  for _, marker in ipairs(vim.lsp.config.promptwell.root_markers) do
    local found = vim.fs.root(buffer, marker)
    if found then return found end
  end
end

-- What a lens does here: the tests of a prompt go to the quickfix list.
vim.lsp.commands['promptwell.showReferences'] = function(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd.copen()
end

-- The commands of the inline diff are there wherever the server is.
vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('promptwell.diff', {}),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'promptwell' then require('promptwell.diff').attach(event.buf) end
  end,
})

return {
  cmd = { 'promptwell', 'lsp' },
  capabilities = { experimental = { commands = { commands = { 'promptwell.showReferences' } } } },
  handlers = {
    ['promptwell/baseChanged'] = function(...) require('promptwell.diff').base_changed(...) end,
  },
  filetypes = { 'prompty', 'dotprompt', 'jinja', 'markdown', 'text', 'yaml', 'json' },
  root_markers = { 'promptwell.toml', '.git' },
  -- Others are prompts only where a team or their names say so: all the rest is left alone.
  root_dir = function(buffer, start)
    local often = vim.tbl_contains({ 'prompty', 'dotprompt', 'jinja' }, vim.bo[buffer].filetype)
    if often or may_hold_prompts(buffer) or names_formats(buffer) then start(root(buffer)) end
  end,
}
