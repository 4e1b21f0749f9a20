if vim.b.did_ftplugin then return end
vim.b.did_ftplugin = 1

require('promptwell.buffer').prepare()

-- Front matter is YAML, which takes no tabs.
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.b.undo_ftplugin = vim.b.undo_ftplugin .. ' | setlocal expandtab< shiftwidth< softtabstop<'
