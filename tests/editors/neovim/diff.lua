-- The inline diff as a person uses it: on, typing, reverting, undoing, other refs, a commit, off.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [PLUGIN, ENCODING, RESULT]" -S diff.lua`.
local plugin, encoding, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local editor = require('editor')
local await, go = editor.await, editor.go
local drawing = require('drawing')
local diff, space, drawn, settled, git = drawing.diff, drawing.space, drawing.drawn, drawing.settled, drawing.git

vim.opt.runtimepath:append(plugin)
vim.cmd('filetype plugin on | syntax on')
vim.o.hidden = true
vim.lsp.config('promptwell', { capabilities = { general = { positionEncodings = { encoding } } } })
vim.lsp.enable('promptwell')

local before

editor.record(result, {
  { 'nothing', function()
    editor.open('greeting.prompty')
    await('the command', function() return vim.fn.exists(':PromptwellDiff') == 2 end)
    return space() and vim.api.nvim_buf_get_extmarks(0, space(), 0, -1, {}) or {}
  end },
  { 'on', function()
    vim.cmd('%s/signs/greets kindly/')
    go('🌸 {{ agent }}')
    vim.api.nvim_buf_set_lines(0, vim.fn.line('.'), vim.fn.line('.'), false, { '🌿 Be brief.' })
    go('required')
    vim.cmd.delete()
    vim.cmd('PromptwellDiff')
    settled('the drawing')
    return vim.tbl_extend('error', drawn(), { status = vim.b.promptwell_diff })
  end },
  { 'explained', function() return editor.float(function() vim.cmd('PromptwellChanges') end) end },
  { 'typed', function()
    go('kindly', #'kindly')
    vim.api.nvim_feedkeys(vim.keycode('i, always 🌿<Esc>'), 'xt', false)
    settled('the drawing of what was typed')
    return drawn()
  end },
  { 'next', function()
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    local lines = {}
    for _ = 1, #diff().answer().hunks + 1 do
      vim.api.nvim_feedkeys(']c', 'xt', false)
      table.insert(lines, vim.fn.line('.') - 1)
    end
    vim.api.nvim_feedkeys('[c', 'xt', false)
    table.insert(lines, vim.fn.line('.') - 1)
    return lines
  end },
  { 'reverted', function()
    before = editor.text()
    go('kindly')
    vim.cmd('PromptwellRevert')
    settled('the drawing of what was reverted')
    return drawn()
  end },
  { 'undone', function()
    vim.cmd.undo()
    settled('the drawing after the undo')
    return { same = editor.text() == before, words = drawn().words }
  end },
  { 'reverted_all', function()
    vim.cmd('%PromptwellRevert')
    settled('the drawing of what was reverted')
    local seen = drawn()
    vim.cmd.undo()
    settled('the drawing after the undo')
    return { text = seen.text, answer = seen.answer, same = editor.text() == before }
  end },
  { 'by_token', function()
    vim.cmd('PromptwellDiffLevel token')
    await('the tokens', function() return diff().answer() and diff().answer().tokens end)
    local seen = vim.tbl_extend('error', drawn(), { status = vim.b.promptwell_diff })
    vim.cmd('PromptwellDiffLevel')
    await('the words', function() return diff().answer() and not diff().answer().tokens end)
    return seen
  end },
  { 'reloaded', function()
    vim.cmd('silent write')
    local path = vim.api.nvim_buf_get_name(0)
    local file = assert(io.open(path, 'ab'))
    file:write('Added by another program.\n')
    file:close()
    vim.cmd('edit')
    await('the drawing of what another program wrote', function()
      return (diff().answer() or {}).hunks and vim.tbl_contains(vim.tbl_map(function(each) return each.kind end, diff().answer().hunks), 'added')
        and drawn().lines[#drawn().lines][1] == vim.api.nvim_buf_line_count(0) - 1
    end)
    local seen = drawn()
    vim.api.nvim_buf_set_lines(0, -2, -1, false, {})
    settled('the drawing after that')
    vim.cmd('silent write')
    return { text = seen.text, lines = seen.lines, answer = seen.answer, signs = seen.signs, above = seen.above, inline = seen.inline, after = drawn() }
  end },
  { 'narrow', function()
    local long = 'A sentence with a\ttab that says more than a narrow window has room for in one of its rows.'
    vim.fn.writefile({ 'Keep.', long, 'Keep too.' }, 'long.j2')
    git('add', 'long.j2')
    git('commit', '-qm', 'Long')
    vim.cmd.edit('long.j2')
    await('the command', function() return vim.fn.exists(':PromptwellDiff') == 2 end)
    vim.cmd('PromptwellDiff')
    vim.api.nvim_buf_set_lines(0, 1, 2, false, {})
    settled('the drawing')
    local wide = drawn().above
    vim.cmd('40vsplit')
    vim.api.nvim_exec_autocmds('WinResized', {}) -- Neovim's main loop tells it, and a script never gets there
    await('rows that fit', function() return #drawn().above > #wide end)
    local rows = drawn().above
    vim.cmd('close')
    vim.cmd('edit! greeting.prompty')
    return { wide = wide, rows = rows }
  end },
  { 'new_file', function()
    vim.fn.writefile({ 'Only here.' }, 'new.j2')
    vim.cmd.edit('new.j2')
    await('the command', function() return vim.fn.exists(':PromptwellDiff') == 2 end)
    vim.cmd('PromptwellDiff')
    settled('the drawing')
    local seen = vim.tbl_extend('error', drawn(), { status = vim.b.promptwell_diff })
    vim.cmd('%PromptwellRevert')
    seen.text = editor.text()
    vim.cmd('edit! greeting.prompty')
    return seen
  end },
  { 'committed', function()
    vim.cmd('silent write')
    git('tag', 'production')
    git('commit', '-qam', 'Second words')
    await('an empty drawing', function() return #(diff().answer() or { hunks = { 1 } }).hunks == 0 end)
    return { drawn = drawn(), status = vim.b.promptwell_diff }
  end },
  { 'offered', function() return vim.fn.getcompletion('PromptwellDiff ', 'cmdline') end },
  { 'against', function()
    vim.cmd('PromptwellDiff production')
    await('the drawing', function() return diff().answer() and #diff().answer().hunks > 0 end)
    return drawn()
  end },
  { 'off', function()
    vim.cmd('PromptwellDiff')
    return {
      marks = #vim.api.nvim_buf_get_extmarks(0, space(), 0, -1, {}),
      status = vim.b.promptwell_diff or false,
      mapped = vim.fn.maparg(']c', 'n') ~= '',
    }
  end },
  { 'conflict', function()
    local lines = { 'system:', '<<<<<<< HEAD', 'Be brief.', '=======', 'Be verbose.', '>>>>>>> other', 'user:', 'Hi' }
    vim.fn.writefile(lines, 'conflict.prompty')
    vim.cmd.edit('conflict.prompty')
    local found = await('its diagnostics', function()
      local told = vim.diagnostic.get(0)
      return #told > 0 and told
    end)
    vim.cmd('PromptwellDiff')
    settled('the drawing')
    local seen = { rule = found[1].code, line = found[1].lnum, texts = {} }
    for _, title in ipairs({ 'Take ours', 'Take theirs', 'Take both' }) do
      vim.api.nvim_win_set_cursor(0, { 3, 0 })
      editor.change(function()
        vim.lsp.buf.code_action({ apply = true, filter = function(each) return vim.startswith(each.title, title) end })
      end)
      settled('the drawing of what was taken')
      table.insert(seen.texts, editor.text())
      vim.cmd.undo()
    end
    seen.same = editor.text() == table.concat(lines, '\n')
    vim.cmd('edit! greeting.prompty')
    return seen
  end },
  { 'refused', function()
    local said
    local notify = vim.notify
    vim.notify = function(message) said = message end
    vim.cmd('PromptwellDiff prodution')
    await('a refusal', function() return said end)
    vim.notify = notify
    return said
  end },
})
