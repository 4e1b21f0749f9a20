-- Opens a file with the lines that the README gives, and writes what the server finds.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [LINES, FILE, RESULT]" -S readme.lua`.
local lines, file, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local editor = require('editor')

vim.cmd('filetype on')
dofile(lines)
editor.record(result, {
  {
    'opened',
    function()
      editor.open(file)
      local found = editor.await('diagnostics', function()
        local all = vim.diagnostic.get(0)
        return #all > 0 and all
      end)
      return vim.tbl_map(function(each) return { line = each.lnum + 1, rule = each.code } end, found)
    end,
  },
})
