-- The colors of the inline diff: those of the color scheme's own diff; what went is struck through as well.
local M = {}

local ours = {}

-- Whoever has set one keeps it.
local function set(name, wanted)
  local now = vim.api.nvim_get_hl(0, { name = name })
  if not vim.tbl_isempty(now) and not vim.deep_equal(now, ours[name]) then return end
  vim.api.nvim_set_hl(0, name, wanted)
  ours[name] = vim.api.nvim_get_hl(0, { name = name })
end

--- Define them anew, from the color scheme as it is now.
function M.define()
  set('PromptwellAddedLine', { link = 'DiffAdd' })
  set('PromptwellAddedText', { link = 'DiffAdd' })
  set('PromptwellAddedSign', { link = 'Added' })
  set('PromptwellChangedSign', { link = 'Changed' })
  set('PromptwellRemovedSign', { link = 'Removed' })
  local gone = vim.api.nvim_get_hl(0, { name = 'DiffDelete', link = false })
  local color = vim.api.nvim_get_hl(0, { name = 'Removed', link = false })
  local text = { fg = color.fg, ctermfg = color.ctermfg, bg = gone.bg, ctermbg = gone.ctermbg }
  set('PromptwellRemovedText', vim.tbl_extend('error', text, { strikethrough = true }))
  set('PromptwellRemovedLine', text)
end

M.define()
local group = vim.api.nvim_create_augroup('promptwell.diff.colors', {})
vim.api.nvim_create_autocmd('ColorScheme', { group = group, callback = M.define })
-- The scheme that Neovim begins with changes its colors without a word.
vim.api.nvim_create_autocmd('OptionSet', { group = group, pattern = 'background', callback = M.define })

return M
