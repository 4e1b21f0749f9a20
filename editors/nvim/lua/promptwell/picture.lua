-- What a difference looks like: marks on lines and words that came, and what went as virtual text.
local M = {}

M.namespace = vim.api.nvim_create_namespace('promptwell.diff')

local MOST_LINES = 12

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

local function mark(buffer, row, column, details)
  vim.api.nvim_buf_set_extmark(buffer, M.namespace, row, column, vim.tbl_extend('force', { strict = false }, details))
end

local function draw_gone_lines(buffer, hunk)
  local shown = {}
  local lines = lines_of(hunk.oldText)
  for at, line in ipairs(lines) do
    if at > MOST_LINES then
      table.insert(shown, { { ('… %d more lines'):format(#lines - MOST_LINES), 'PromptwellRemovedLine' } })
      break
    end
    table.insert(shown, { { line == '' and ' ' or line, 'PromptwellRemovedText' } })
  end
  local sign = { sign_text = SIGNS.removed, sign_hl_group = SIGN_COLORS.removed }
  local last = vim.api.nvim_buf_line_count(buffer)
  local row = hunk.range.start.line
  if row == 0 then
    -- Above the first line no window shows anything: it stands behind it.
    local first = #lines > 1 and ('%s … %d more lines'):format(lines[1], #lines - 1) or lines[1] or ''
    sign.virt_text = { { ' ' .. first, 'PromptwellRemovedText' } }
  else
    sign.virt_lines, sign.virt_lines_above = shown, row < last
  end
  mark(buffer, math.min(row, last - 1), 0, sign)
end

local function draw_words(buffer, hunk, encoding)
  for _, word in ipairs(hunk.words) do
    local row, column = place(buffer, word.range.start, encoding)
    local end_row, end_column = place(buffer, word.range['end'], encoding)
    local came = row ~= end_row or column ~= end_column
    if came then
      mark(buffer, row, column, { end_row = end_row, end_col = end_column, hl_group = 'PromptwellAddedText', priority = 200 })
    end
    local gone = word.oldText:gsub('\r\n?', '\n'):gsub('\n', '⏎')
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
        mark(buffer, row, 0, { line_hl_group = color, sign_text = SIGNS[hunk.kind], sign_hl_group = SIGN_COLORS[hunk.kind] })
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
