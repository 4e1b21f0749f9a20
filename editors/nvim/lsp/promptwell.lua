-- Promptwell for Neovim 0.11 and later.
--
-- Put this file into the folder `lsp/` of your configuration (`~/.config/nvim/lsp/`), or add the
-- folder `editors/nvim` to 'runtimepath', and write in your init.lua:
--
--   vim.filetype.add({ extension = { prompty = 'prompty', j2 = 'jinja', jinja = 'jinja', jinja2 = 'jinja' } })
--   vim.lsp.enable('promptwell')
--
-- Settings of your own go before those of a repository:
--
--   vim.lsp.config('promptwell', { settings = { promptwell = { rules = { wording = 'default' } } } })
return {
  cmd = { 'promptwell', 'lsp' },
  filetypes = { 'prompty', 'jinja' },
  root_markers = { 'promptwell.toml', '.git' },
}
