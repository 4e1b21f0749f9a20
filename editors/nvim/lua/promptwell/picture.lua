-- What a difference looks like: marks on lines and words that came, and what went as virtual text.
local M = {}

M.namespace = vim.api.nvim_create_namespace('promptwell.diff')

local MOST_ROWS = 12
local MOST_LETTERS = 4000
local TAB = 2 -- columns of one that stands among words, where no column is known

local SIGN_PRIORITY = 6 -- below those of diagnostics: in one column an error is what has to be seen

local SIGNS = { added = '+', changed = '~', removed = '-', ['white-space'] = '~' }
local SIGN_COLORS = {
  added = 'PromptwellAddedSign', changed = 'PromptwellChangedSign',
  removed = 'PromptwellRemovedSign', ['white-space'] = 'PromptwellChangedSign',
}

-- The colors of the color scheme's own diff; what went is struck through as well.
local function define_colors()
  local function link(name, target) vim.api.nvim_set_hl(0, name, { link = target, default = true }) end
  link('PromptwellAddedLine', 'DiffAdd')
  link('PromptwellAddedText', 'DiffAdd')
  link('PromptwellAddedSign', 'Added')
  link('PromptwellChangedSign', 'Changed')
  link('PromptwellRemovedSign', 'Removed')
  local gone = vim.api.nvim_get_hl(0, { name = 'DiffDelete', link = false })
  local color = vim.api.nvim_get_hl(0, { name = 'Removed', link = false })
  local text = { fg = color.fg, ctermfg = color.ctermfg, bg = gone.bg, ctermbg = gone.ctermbg }
  vim.api.nvim_set_hl(0, 'PromptwellRemovedText', vim.tbl_extend('error', text, { strikethrough = true, default = true }))
  vim.api.nvim_set_hl(0, 'PromptwellRemovedLine', vim.tbl_extend('error', text, { default = true }))
end

define_colors()
vim.api.nvim_create_autocmd('ColorScheme', {
  group = vim.api.nvim_create_augroup('promptwell.diff.colors', {}),
  callback = define_colors,
})

-- The byte of a position; a line behind the last one is the end of the last.
local function place(buffer, position, encoding)
  local last = vim.api.nvim_buf_line_count(buffer)
  if position.line >= last then
    local line = vim.api.nvim_buf_get_lines(buffer, last - 1, last, false)[1] or ''
    return last - 1, #line
  end
  local line = vim.api.nvim_buf_get_lines(buffer, position.line, position.line + 1, false)[1] or ''
  return position.line, vim.str_byteindex(line, encoding, position.character, false)
end

local function lines_of(text)
  local lines = vim.split(text:gsub('\r\n?', '\n'), '\n', { plain = true })
  if lines[#lines] == '' then table.remove(lines) end
  return lines
end

-- Virtual text shows control characters to the terminal as they are, tabs among them.
local function visible(text, tab_stop)
  text = text:gsub('([^\t]*)\t', function(before)
    local width = vim.fn.strdisplaywidth(before) % tab_stop
    return before .. (' '):rep(tab_stop - width)
  end)
  return (text:gsub('%c', function(control) return vim.fn.strtrans(control) end))
end

local function mark(buffer, row, column, details)
  vim.api.nvim_buf_set_extmark(buffer, M.namespace, row, column, vim.tbl_extend('force', { strict = false }, details))
end

-- How many columns virtual lines have: as many as the narrowest window with the buffer; nil where lines don't wrap.
local function room_in(buffer)
  local narrowest
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    if not vim.wo[window].wrap then return nil end
    local info = vim.fn.getwininfo(window)[1]
    narrowest = math.min(narrowest or math.huge, info.width - info.textoff)
  end
  return narrowest and math.max(narrowest, 20)
end

-- Neovim cuts virtual lines off where it wraps those of the text: rows of words that fit.
local function wrapped(line, room)
  if not room or vim.fn.strdisplaywidth(line) <= room then return { line } end
  local rows, row, width = {}, '', 0
  for word in line:gmatch('%s*%S+') do
    local columns = vim.fn.strdisplaywidth(word)
    if width > 0 and width + columns > room then
      table.insert(rows, row)
      row, width = '', 0
      word = vim.trim(word)
      columns = vim.fn.strdisplaywidth(word)
    end
    while columns > room do -- a word that is longer than a row
      local letters = room
      while vim.fn.strdisplaywidth(vim.fn.strcharpart(word, 0, letters)) > room do letters = letters - 1 end
      table.insert(rows, vim.fn.strcharpart(word, 0, letters))
      word = vim.fn.strcharpart(word, letters)
      columns = vim.fn.strdisplaywidth(word)
    end
    row, width = row .. word, width + columns
  end
  table.insert(rows, row)
  return rows
end

local function draw_gone_lines(buffer, hunk)
  local shown, hidden = {}, 0
  local lines = lines_of(hunk.oldText)
  local room = room_in(buffer)
  for at, line in ipairs(lines) do
    local text = line == '' and ' ' or visible(line, vim.bo[buffer].tabstop)
    local rows = #shown < MOST_ROWS and wrapped(vim.fn.strcharpart(text, 0, MOST_LETTERS), room) or {}
    if #shown > 0 and #shown + #rows > MOST_ROWS or #rows == 0 then
      hidden = #lines - at + 1
      break
    end
    for index, row in ipairs(rows) do
      if index > MOST_ROWS then break end
      if index == MOST_ROWS and #rows > MOST_ROWS then row = row .. ' …' end
      table.insert(shown, { { row, 'PromptwellRemovedText' } })
    end
  end
  if hidden > 0 then
    table.insert(shown, { { ('… %d more %s'):format(hidden, hidden == 1 and 'line' or 'lines'), 'PromptwellRemovedLine' } })
  end
  local sign = { sign_text = SIGNS.removed, sign_hl_group = SIGN_COLORS.removed, priority = SIGN_PRIORITY }
  local last = vim.api.nvim_buf_line_count(buffer)
  local row = hunk.range.start.line
  if row == 0 then
    -- Above the first line no window shows anything: it stands behind it.
    local first = #lines > 1 and ('%s … %d more lines'):format(lines[1], #lines - 1) or lines[1] or ''
    first = visible(first, vim.bo[buffer].tabstop)
    sign.virt_text = { { ' ' .. first, 'PromptwellRemovedText' } }
  else
    sign.virt_lines, sign.virt_lines_above = shown, row < last
    if not room then sign.virt_lines_overflow = 'scroll' end
  end
  mark(buffer, math.min(row, last - 1), 0, sign)
end

local function draw_words(buffer, hunk, encoding)
  for _, word in ipairs(hunk.tokens or hunk.words) do
    local row, column = place(buffer, word.range.start, encoding)
    local end_row, end_column = place(buffer, word.range['end'], encoding)
    local came = row ~= end_row or column ~= end_column
    if came then
      mark(buffer, row, column, { end_row = end_row, end_col = end_column, hl_group = 'PromptwellAddedText', priority = 200 })
    end
    local gone = visible(word.oldText:gsub('\r\n?', '\n'):gsub('\n', '⏎'), TAB)
    if gone ~= '' and (word.kind ~= 'white-space' or gone:find('⏎', 1, true)) then
      local shown = { { gone, 'PromptwellRemovedText' } }
      if came and not gone:find('%s$') then table.insert(shown, { ' ' }) end
      mark(buffer, row, column, { virt_text = shown, virt_text_pos = 'inline', right_gravity = false })
    end
  end
end

--- Draw a difference in the place of what was drawn before.
function M.draw(buffer, answer, encoding)
  M.wipe(buffer)
  for _, hunk in ipairs(answer.hunks) do
    if hunk.kind == 'removed' then
      draw_gone_lines(buffer, hunk)
    else
      local first, last = hunk.range.start.line, hunk.range['end'].line
      if hunk.range['end'].character == 0 and last > first then last = last - 1 end
      -- The color of a line goes over that of its words: lines that changed have a sign alone.
      local color = hunk.kind == 'added' and 'PromptwellAddedLine' or nil
      for row = first, math.min(last, vim.api.nvim_buf_line_count(buffer) - 1) do
        local sign = { sign_text = SIGNS[hunk.kind], sign_hl_group = SIGN_COLORS[hunk.kind], priority = SIGN_PRIORITY }
        mark(buffer, row, 0, vim.tbl_extend('error', sign, { line_hl_group = color }))
      end
      if hunk.kind ~= 'added' then draw_words(buffer, hunk, encoding) end
    end
  end
end

--- Draw nothing.
function M.wipe(buffer)
  vim.api.nvim_buf_clear_namespace(buffer, M.namespace, 0, -1)
end

--- The hunks that touch some lines, from 0; what went touches both lines that it stands between.
function M.touched(answer, first, last)
  return vim.tbl_filter(function(hunk)
    local top, bottom = hunk.range.start.line, hunk.range['end'].line
    if hunk.kind == 'removed' then
      top = top - 1
    elseif hunk.range['end'].character == 0 and bottom > top then
      bottom = bottom - 1
    end
    return first <= bottom and top <= last
  end, answer.hunks)
end

return M
