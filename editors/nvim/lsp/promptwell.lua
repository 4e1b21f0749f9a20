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

-- The nearest folder with the first marker that any folder above has.
local function root(buffer)
  for _, marker in ipairs(vim.lsp.config.promptwell.root_markers) do
    local found = vim.fs.root(buffer, marker)
    if found then return found end
  end
end

return {
  cmd = { 'promptwell', 'lsp' },
  filetypes = { 'prompty', 'jinja', 'markdown', 'text' },
  root_markers = { 'promptwell.toml', '.git' },
  -- Markdown and text are prompts only where a team says so: other files of theirs are left alone.
  root_dir = function(buffer, start)
    local seldom = vim.tbl_contains({ 'markdown', 'text' }, vim.bo[buffer].filetype)
    if not seldom or names_formats(buffer) then start(root(buffer)) end
  end,
}
