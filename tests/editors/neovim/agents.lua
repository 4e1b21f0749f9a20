-- Opens an agent file, with the plug-in, and writes what the server tells of it, and which files it leaves alone.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [PLUGIN, FOLDER, RESULT]" -S agents.lua`.
local plugin, folder, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local editor = require('editor')

vim.opt.runtimepath:append(plugin)
vim.cmd('filetype plugin on')
vim.lsp.enable('promptwell')
editor.record(result, {
  {
    'found',
    function()
      editor.open(folder .. '/skills/forms/SKILL.md')
      editor.await('findings', function() return #vim.diagnostic.get(0) > 0 end)
      local rules = {}
      for _, each in ipairs(vim.diagnostic.get(0)) do table.insert(rules, each.code) end
      return rules
    end,
  },
  {
    'attached',
    function()
      for _, name in ipairs({ 'AGENTS.md', '.cursor/rules/style.mdc' }) do
        editor.open(folder .. '/' .. name)
      end
      vim.cmd.edit(folder .. '/README.md')
      return { elsewhere = editor.client() ~= nil }
    end,
  },
})
