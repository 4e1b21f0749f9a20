-- The inline diff where a text makes it hard: secrets, whole lines among words, many changes, other line ends.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [PLUGIN, ENCODING, RESULT]" -S hard_texts.lua`.
local plugin, encoding, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local editor = require('editor')
local drawing = require('drawing')
local await = editor.await

vim.opt.runtimepath:append(plugin)
vim.cmd('filetype plugin on | syntax on')
vim.o.hidden = true
vim.lsp.config('promptwell', { capabilities = { general = { positionEncodings = { encoding } } } })
vim.lsp.enable('promptwell')

-- A file as it was committed and as it is now, with the diff on; what is drawn.
local function compared(name, before, after)
  vim.fn.writefile(before, name)
  drawing.git('add', name)
  drawing.git('commit', '-qm', name)
  editor.open(name)
  await('the command', function() return vim.fn.exists(':PromptwellDiff') == 2 end)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, after)
  vim.cmd('PromptwellDiff')
  drawing.settled('the drawing')
  return drawing.drawn()
end

local function numbered(word)
  local lines = {}
  for number = 1, 800 do lines[number] = ('%d %s'):format(number, number % 2 == 0 and word or 'same') end
  return lines
end

local function color(name) return vim.api.nvim_get_hl(0, { name = name, link = false }).fg end

editor.record(result, {
  { 'lines_among_words', function()
    return compared('among.j2', { 'Be kind to all.', 'One.', 'Two.', 'Last.' }, { 'Be 🌿 formal to all.', 'Last.' })
  end },
  { 'lines_at_the_end', function()
    return compared('behind.j2', { 'Be kind to all.', 'One' }, { 'Be kind and formal to all.' })
  end },
  { 'secret', function()
    local key = vim.env.PROMPTWELL_FAKE_KEY
    local before = { 'Use ' .. key .. ' here.', 'Keep.', 'Or ' .. key .. '.', 'Keep.' }
    local seen = compared('secret.j2', before, { 'Use nothing here.', 'Keep.', 'Keep.' })
    vim.cmd('%PromptwellRevert')
    drawing.settled('the drawing of what was reverted')
    seen.reverted = editor.text()
    return seen
  end },
  { 'replaced', function()
    local before = {}
    for number = 1, 60 do before[number] = ('Line %d of what was there.'):format(number) end
    return compared('replaced.j2', before, { 'All is', 'new here!' })
  end },
  { 'many', function()
    local seen = { top = compared('many.j2', numbered('kind'), numbered('formal')) }
    vim.api.nvim_win_set_cursor(0, { 800, 0 })
    vim.cmd.redraw()
    vim.api.nvim_exec_autocmds('WinScrolled', {}) -- Neovim's main loop tells it, and a script never gets there
    seen.bottom = drawing.drawn()
    return seen
  end },
  { 'line_ends', function()
    vim.fn.writefile({ 'One.', 'Two.', '' }, 'ends.j2', 'b')
    drawing.git('add', 'ends.j2')
    drawing.git('commit', '-qm', 'ends')
    vim.fn.writefile({ 'One.\r', 'Three.\r', '' }, 'ends.j2', 'b')
    editor.open('ends.j2')
    await('the command', function() return vim.fn.exists(':PromptwellDiff') == 2 end)
    vim.cmd('PromptwellDiff')
    drawing.settled('the drawing')
    local seen = drawing.drawn()
    seen.explained = editor.float(function() vim.cmd('PromptwellChanges') end)
    return seen
  end },
  { 'slip', function()
    local said
    local notify = vim.notify
    vim.notify = function(message) said = message end
    vim.cmd('PromptwellDiff nowhere')
    await('a refusal', function() return said end)
    vim.notify = notify
    drawing.settled('what was shown before')
    return { said = said, status = vim.b.promptwell_diff, words = drawing.drawn().words }
  end },
  { 'colors', function()
    local seen = {}
    for _, background in ipairs({ 'dark', 'light' }) do
      vim.o.background = background
      vim.api.nvim_exec_autocmds('OptionSet', { pattern = 'background' }) -- not told before Neovim has started
      seen[background] = { color('PromptwellRemovedText'), color('Removed') }
    end
    vim.api.nvim_set_hl(0, 'PromptwellRemovedText', { fg = '#123456' })
    vim.o.background = 'dark'
    vim.api.nvim_exec_autocmds('OptionSet', { pattern = 'background' })
    seen.own = color('PromptwellRemovedText')
    return seen
  end },
})
