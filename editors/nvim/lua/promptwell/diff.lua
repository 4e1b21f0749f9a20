-- The inline diff: what changed in a prompt since a commit, drawn in its text. `:help promptwell-diff`
local picture = require('promptwell.picture')

local M = {}

--- What is shown in a buffer: `against` what, how many `edits` there were, the last `answer` and the edits it knows.
--- (The buffer's own tick rises by `:write` as well, of which nothing becomes another text.)
local states = {}

local function client_of(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = 'promptwell' })[1]
end

local function params_of(buffer, more)
  return vim.tbl_extend('error', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, more or {})
end

local function tell(text, level)
  vim.notify('promptwell: ' .. text, level or vim.log.levels.INFO)
end

local function close(buffer)
  local state = states[buffer]
  states[buffer] = nil
  if state and state.timer then state.timer:close() end
  if not vim.api.nvim_buf_is_valid(buffer) then return end
  picture.wipe(buffer)
  vim.b[buffer].promptwell_diff = nil
  for _, key in ipairs(state and state.keys or {}) do
    pcall(vim.keymap.del, 'n', key, { buffer = buffer })
  end
end

local function count(answer)
  local added, removed = 0, 0
  for _, hunk in ipairs(answer.hunks) do
    added, removed = added + hunk.addedLines, removed + hunk.removedLines
  end
  return added, removed
end

local function summary(answer)
  local name = answer.base.kind == 'nothing' and 'new file' or answer.base.name
  local added, removed = count(answer)
  if added + removed == 0 then return name .. ' no changes' end
  local said = ('%s +%d −%d'):format(name, added, removed)
  local tokens = answer.tokens
  if not tokens then return said end
  return ('%s, +%d −%d tokens'):format(said, tokens.added, tokens.removed)
end

local function level() return vim.g.promptwell_diff_level == 'token' and 'token' or 'word' end

--- Ask what differs. While an answer is awaited no second question is sent: it is asked once more then.
local function ask(buffer, structure, done)
  local state, client = states[buffer], client_of(buffer)
  if not state or not client then return end
  if state.asking then
    local before = state.again or {}
    state.again = { structure = structure or before.structure, done = done or before.done }
    return
  end
  state.asking = true
  local edits = state.edits
  local params = params_of(buffer, { against = state.against, level = level(), structure = structure })
  client:request('promptwell/diff', params, function(problem, answer)
    state.asking = false
    if states[buffer] ~= state or not vim.api.nvim_buf_is_loaded(buffer) then return end
    if problem then
      close(buffer)
      return tell(problem.message, vim.log.levels.WARN)
    end
    -- Extmarks move with the text: an answer to an older text would put them wrong.
    if state.edits == edits then
      state.answer, state.known = answer, edits
      picture.draw(buffer, answer, client.offset_encoding)
      local said = summary(answer)
      if vim.b[buffer].promptwell_diff ~= said then
        vim.b[buffer].promptwell_diff = said
        vim.cmd.redrawstatus({ bang = true }) -- no line knows that what it shows has changed
      end
      vim.api.nvim_exec_autocmds('User', { pattern = 'PromptwellDiff', data = { buffer = buffer } })
      if done then done(answer) end
    else
      state.again = state.again or { structure = structure, done = done }
    end
    local again = state.again
    state.again = nil
    if again then ask(buffer, again.structure, again.done) end
  end, buffer)
end

--- The answer about the buffer as it is now; nil when there is none within a moment.
local function up_to_date(buffer)
  local state = states[buffer]
  vim.wait(2000, function()
    if not states[buffer] then return true end
    if state.known == state.edits then return true end
    ask(buffer, false)
  end, 5)
  return M.answer(buffer)
end

local function map_keys(buffer, state)
  state.keys = {}
  for key, step in pairs({ [']c'] = 1, ['[c'] = -1 }) do
    if vim.fn.maparg(key, 'n', false, true).buffer ~= 1 then
      vim.keymap.set('n', key, function()
        if vim.wo.diff then return vim.cmd.normal({ key, bang = true }) end
        M.go(step)
      end, { buffer = buffer, desc = 'Promptwell: change after or before' })
      table.insert(state.keys, key)
    end
  end
end

local function listen(buffer, state)
  local function edited(structure)
    state.edits = state.edits + 1
    vim.schedule(function()
      if states[buffer] == state then ask(buffer, structure) end
    end)
  end
  vim.api.nvim_buf_attach(buffer, false, {
    on_lines = function()
      if states[buffer] ~= state then return true end
      edited(false)
    end,
    on_reload = function() edited(true) end,
    -- It is unloaded for good, or by `:edit`, which reads it anew.
    on_detach = function()
      state.edits = state.edits + 1
      vim.schedule(function()
        if states[buffer] ~= state then return end
        if not vim.api.nvim_buf_is_loaded(buffer) then return close(buffer) end
        listen(buffer, state)
        ask(buffer, true)
      end)
    end,
  })
end

--- Show what changed in a buffer since a ref: HEAD, a branch, a tag, a commit.
function M.show(against, buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if not client_of(buffer) then return tell('no server is attached to this buffer', vim.log.levels.WARN) end
  local state = states[buffer]
  if state then
    state.against = against or state.against
  else
    state = { against = against or vim.g.promptwell_diff_against or 'HEAD', edits = 0 }
    states[buffer] = state
    map_keys(buffer, state)
    listen(buffer, state)
  end
  ask(buffer, true, function(answer)
    local sentences = answer.structure and answer.structure.summary or ''
    local said = summary(answer)
    -- A message that is longer than the line for it would have to be dismissed with a key.
    local rest = sentences == '' and '' or ': ' .. sentences
    local room = vim.v.echospace - vim.fn.strdisplaywidth(said)
    if vim.fn.strdisplaywidth(rest) > room then rest = vim.fn.strcharpart(rest, 0, math.max(room - 1, 0)) .. '…' end
    vim.api.nvim_echo({ { said, 'Title' }, { rest } }, false, {})
  end)
end

--- Tell in a window what the changes mean, in sentences.
function M.explain()
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if not client then return tell('no server is attached to this buffer', vim.log.levels.WARN) end
  local against = states[buffer] and states[buffer].against or vim.g.promptwell_diff_against or 'HEAD'
  local was_on = states[buffer] ~= nil
  client:request('promptwell/diff', params_of(buffer, { against = against }), function(problem, answer)
    if problem then return tell(problem.message, vim.log.levels.WARN) end
    if not was_on then client:notify('promptwell/didHideDiff', params_of(buffer)) end
    local lines = { summary(answer) }
    for _, prompt in ipairs(answer.structure.prompts) do
      if prompt.name ~= '' then vim.list_extend(lines, { '', prompt.name }) end
      for _, sentence in ipairs(prompt.sentences) do
        table.insert(lines, '- ' .. sentence)
      end
    end
    vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'promptwell.diff' })
  end, buffer)
end

--- Show nothing of it any more.
function M.hide(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if not states[buffer] then return end
  close(buffer)
  local client = client_of(buffer)
  if client then client:notify('promptwell/didHideDiff', params_of(buffer)) end
end

--- Show it where it is not, and hide it where it is.
function M.toggle(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if states[buffer] then M.hide(buffer) else M.show(nil, buffer) end
end

--- Mark words or tokens, `word` or `token`; the other one if none is named.
function M.mark_by(wanted)
  wanted = (wanted or '') ~= '' and wanted or level() == 'word' and 'token' or 'word'
  if wanted ~= 'word' and wanted ~= 'token' then
    return tell('words or tokens can be marked: :PromptwellDiffLevel word, :PromptwellDiffLevel token', vim.log.levels.WARN)
  end
  vim.g.promptwell_diff_level = wanted
  local shown = vim.api.nvim_get_current_buf()
  for buffer in pairs(states) do
    ask(buffer, false, function(answer)
      if buffer ~= shown or wanted ~= 'token' or answer.tokens then return end
      tell('words are marked: no tokenizer of its model is known')
    end)
  end
end

--- Take back the changes that some lines (from 1; else the cursor's) touch. One undo takes that back.
function M.revert(first, last)
  local buffer = vim.api.nvim_get_current_buf()
  if not states[buffer] then return tell('turn the diff on first: :PromptwellDiff') end
  local answer = up_to_date(buffer)
  local line = vim.api.nvim_win_get_cursor(0)[1]
  local touched = answer and picture.touched(answer, (first or line) - 1, (last or first or line) - 1) or {}
  if #touched == 0 then return tell('nothing has changed here') end
  if answer.base.kind == 'nothing' then return tell('this file is new: there is nothing to put back') end
  local edits = vim.tbl_map(function(hunk) return { range = hunk.range, newText = hunk.oldText } end, touched)
  vim.lsp.util.apply_text_edits(edits, buffer, client_of(buffer).offset_encoding)
end

--- Go to the next change (1) or the one before (-1), around the ends of the text.
function M.go(step)
  local buffer = vim.api.nvim_get_current_buf()
  if not states[buffer] then return tell('turn the diff on first: :PromptwellDiff') end
  local answer = up_to_date(buffer)
  if not answer or #answer.hunks == 0 then return tell('nothing has changed') end
  local here, last = vim.api.nvim_win_get_cursor(0)[1], vim.api.nvim_buf_line_count(buffer)
  local lines = vim.tbl_map(function(hunk) return math.min(hunk.range.start.line + 1, last) end, answer.hunks)
  local target = step > 0 and lines[1] or lines[#lines]
  for at = step > 0 and #lines or 1, step > 0 and 1 or #lines, -step do
    if (lines[at] - here) * step > 0 then target = lines[at] end
  end
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(0, { target, 0 })
end

--- The ref was moved, by a commit or otherwise: the server says so.
function M.base_changed(_, params)
  local buffer = vim.uri_to_bufnr(params.textDocument.uri)
  ask(buffer, true)
end

local function refs(lead)
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  local answer = client and client:request_sync('promptwell/bases', params_of(buffer), 4000, buffer)
  local found = vim.tbl_map(function(each) return each.ref end, answer and answer.result or {})
  return vim.tbl_filter(function(each) return vim.startswith(each, lead) end, found)
end

-- What went is put into rows that fit into the window.
vim.api.nvim_create_autocmd({ 'WinResized', 'BufWinEnter' }, {
  group = vim.api.nvim_create_augroup('promptwell.diff.windows', {}),
  callback = function()
    for buffer in pairs(states) do
      local answer, client = M.answer(buffer), client_of(buffer)
      if answer and client then picture.draw(buffer, answer, client.offset_encoding) end
    end
  end,
})

--- Make the commands known in a buffer that the server is attached to.
function M.attach(buffer)
  if states[buffer] then -- the server was started again, and knows nothing of what was asked before
    states[buffer].asking, states[buffer].again = false, nil
    ask(buffer, true)
  end
  local function command(name, run, options)
    vim.api.nvim_buf_create_user_command(buffer, name, run, options)
  end
  command('PromptwellDiff', function(given)
    if given.args ~= '' then M.show(given.args) else M.toggle() end
  end, { nargs = '?', complete = refs, desc = 'Show or hide what changed since a commit' })
  command('PromptwellDiffLevel', function(given) M.mark_by(given.args) end, {
    nargs = '?',
    complete = function() return { 'word', 'token' } end,
    desc = 'Mark words or tokens in lines that changed',
  })
  command('PromptwellChanges', M.explain, { desc = 'Tell what the changes since a commit mean' })
  command('PromptwellRevert', function(given)
    M.revert(given.range > 0 and given.line1 or nil, given.range > 0 and given.line2 or nil)
  end, { range = true, desc = 'Take back the change under the cursor, or those of some lines' })
end

--- What is shown in a buffer, for status lines and tests; nil where nothing is.
function M.answer(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local state = states[buffer]
  return state and state.known == state.edits and state.answer or nil
end

return M
