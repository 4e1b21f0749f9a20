-- Chooses the lens above a prompt, with the plug-in, and writes what the editor then lists.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [PLUGIN, FILE, RESULT]" -S lens.lua`.
local plugin, file, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local editor = require('editor')

vim.opt.runtimepath:append(plugin)
vim.cmd('filetype plugin on')
vim.lsp.enable('promptwell')
editor.record(result, {
  {
    'tests',
    function()
      editor.open(file)
      vim.lsp.codelens.refresh({ bufnr = 0 })
      editor.await('a lens', function() return #vim.lsp.codelens.get(0) > 0 end)
      vim.lsp.codelens.run()
      editor.await('the list', function() return #vim.fn.getqflist() > 0 end)
      local shown = {}
      for _, item in ipairs(vim.fn.getqflist()) do
        local name = vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr))
        table.insert(shown, { file = name, line = item.lnum })
      end
      return { title = vim.fn.getqflist({ title = 0 }).title, shown = shown }
    end,
  },
})
