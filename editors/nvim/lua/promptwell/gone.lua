-- What went, as virtual text: whole lines in rows that fit into the window, and words in the midst of a line.
local M = {}

local MOST_ROWS = 12
local MOST_LETTERS = 4000
local MOST_INLINE = 400 -- letters among words: a line that fills the window hides the text around it
local TAB = 2 -- columns of one that stands among words, where no column is known

-- What may be shown of what stood there: a secret is behind stars.
local function shown_of(change) return change.shownText or change.oldText end

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

--- How many columns virtual lines have: as many as the narrowest window with the buffer; nil where lines don't wrap.
M.room_in = room_in

--- The rows of lines that went, each a text and its color; the last one tells how many lines are not shown.
function M.rows(buffer, change)
  local shown, hidden = {}, 0
  local lines = lines_of(shown_of(change))
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
  return shown
end

--- Lines that went in one row: the first of them, and how many more there were.
function M.row(buffer, change)
  local lines = lines_of(shown_of(change))
  local first = #lines > 1 and ('%s … %d more lines'):format(lines[1], #lines - 1) or lines[1] or ''
  return visible(first, vim.bo[buffer].tabstop)
end

--- Words that went, as they stand among others; '' where nothing is to be seen.
function M.words(change)
  local text = shown_of(change):gsub('\r\n?', '\n')
  if change.kind == 'white-space' and not text:find('\n', 1, true) then return '' end
  if vim.fn.strchars(text) > MOST_INLINE then
    local lines = #lines_of(text)
    local more = lines > 1 and (' (%d lines)'):format(lines) or ''
    text = vim.fn.strcharpart(text, 0, MOST_INLINE) .. '…' .. more
  end
  return visible(text:gsub('\n', '⏎'), TAB)
end

--- Whether lines went whole among words that changed: they are drawn as lines that went elsewhere are.
function M.is_lines(change)
  local start, stop = change.range.start, change.range['end']
  local is_empty = start.line == stop.line and start.character == stop.character
  return is_empty and start.character == 0 and change.oldText:find('[\r\n]$') ~= nil
end

return M
