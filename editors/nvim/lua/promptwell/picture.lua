-- What a difference looks like: marks on lines and words that came, and what went as virtual text.
local gone = require('promptwell.gone')
require('promptwell.colors')

local M = {}

M.namespace = vim.api.nvim_create_namespace('promptwell.diff')

local SIGN_PRIORITY = 6 -- below those of diagnostics: in one column an error is what has to be seen

-- Thousands of marks take long to set: of so many hunks those in sight are drawn, and some lines around.
local MOST_HUNKS = 300
local LINES_AROUND = 100

local SIGNS = { added = '+', changed = '~', removed = '-', ['white-space'] = '~' }
local SIGN_COLORS = {
  added = 'PromptwellAddedSign', changed = 'PromptwellChangedSign',
  removed = 'PromptwellRemovedSign', ['white-space'] = 'PromptwellChangedSign',
}

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

local function mark(buffer, row, column, details)
  vim.api.nvim_buf_set_extmark(buffer, M.namespace, row, column, vim.tbl_extend('force', { strict = false }, details))
end

local function draw_gone_lines(buffer, change)
  local sign = { sign_text = SIGNS.removed, sign_hl_group = SIGN_COLORS.removed, priority = SIGN_PRIORITY }
  local last = vim.api.nvim_buf_line_count(buffer)
  local row = change.range.start.line
  if row == 0 then
    -- Above the first line no window shows anything: it stands behind it.
    sign.virt_text = { { ' ' .. gone.row(buffer, change), 'PromptwellRemovedText' } }
  else
    sign.virt_lines, sign.virt_lines_above = gone.rows(buffer, change), row < last
    if not gone.room_in(buffer) then sign.virt_lines_overflow = 'scroll' end
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
    local is_lines = gone.is_lines(word)
    local went = is_lines and '' or gone.words(word)
    if is_lines then
      draw_gone_lines(buffer, word)
    elseif went ~= '' then
      local shown = { { went, 'PromptwellRemovedText' } }
      if came and not went:find('%s$') then table.insert(shown, { ' ' }) end
      mark(buffer, row, column, { virt_text = shown, virt_text_pos = 'inline', right_gravity = false })
    end
  end
end

local function draw_hunk(buffer, hunk, encoding)
  if hunk.kind == 'removed' then return draw_gone_lines(buffer, hunk) end
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

-- The rows that are in sight in any window, from 0, with some around.
local function in_sight(buffer)
  return vim.tbl_map(function(window)
    return { vim.fn.line('w0', window) - 1 - LINES_AROUND, vim.fn.line('w$', window) - 1 + LINES_AROUND }
  end, vim.fn.win_findbuf(buffer))
end

--- Whether all of a difference is drawn, and not only what is in sight.
function M.draws_all(answer) return #answer.hunks <= MOST_HUNKS end

--- Draw a difference in the place of what was drawn before.
function M.draw(buffer, answer, encoding)
  M.wipe(buffer)
  local rows = not M.draws_all(answer) and in_sight(buffer)
  local function is_wanted(hunk)
    if not rows then return true end
    for _, each in ipairs(rows) do
      if hunk.range.start.line <= each[2] and hunk.range['end'].line >= each[1] then return true end
    end
  end
  for _, hunk in ipairs(answer.hunks) do
    if is_wanted(hunk) then draw_hunk(buffer, hunk, encoding) end
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
