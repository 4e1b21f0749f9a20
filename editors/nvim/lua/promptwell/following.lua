-- Buffers whose differences are shown: what is asked of the server while somebody types, and drawn.
local picture = require('promptwell.picture')

local M = {}

--- What is shown in a buffer: `against` what, how many `edits` there were, the last `answer` and the edits it knows.
--- (The buffer's own tick rises by `:write` as well, of which nothing becomes another text.)
local states = {}

--- The server of a buffer.
function M.client(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = 'promptwell' })[1]
end

--- What a request about a buffer names, and more.
function M.params(buffer, more)
  return vim.tbl_extend('error', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, more or {})
end

--- Tell the user something.
function M.tell(text, level)
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

--- What differs in few words, as a status line shows it.
function M.summary(answer)
  local name = answer.base.kind == 'nothing' and 'new file' or answer.base.name
  local added, removed = count(answer)
  if added + removed == 0 then return name .. ' no changes' end
  local said = ('%s +%d −%d'):format(name, added, removed)
  local tokens = answer.tokens
  if not tokens then return said end
  return ('%s, +%d −%d tokens'):format(said, tokens.added, tokens.removed)
end

--- What is marked: `word` or `token`.
function M.level() return vim.g.promptwell_diff_level == 'token' and 'token' or 'word' end

--- Ask what differs. While an answer is awaited no second question is sent: it is asked once more then.
local function ask(buffer, structure, done)
  local state, client = states[buffer], M.client(buffer)
  if not state or not client then return end
  if state.asking then
    local before = state.again or {}
    state.again = { structure = structure or before.structure, done = done or before.done }
    return
  end
  state.asking = true
  local edits = state.edits
  local params = M.params(buffer, { against = state.against, level = M.level(), structure = structure })
  client:request('promptwell/diff', params, function(problem, answer)
    state.asking = false
    if states[buffer] ~= state or not vim.api.nvim_buf_is_loaded(buffer) then return end
    if problem then
      M.tell(problem.message, vim.log.levels.WARN)
      if not state.before then return close(buffer) end
      state.against, state.before, state.again = state.before, nil, nil -- a slip: what was shown stays
      return ask(buffer, true)
    end
    state.before = nil
    -- Extmarks move with the text: an answer to an older text would put them wrong.
    if state.edits == edits then
      state.answer, state.known = answer, edits
      picture.draw(buffer, answer, client.offset_encoding)
      local said = M.summary(answer)
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
function M.up_to_date(buffer)
  local state = states[buffer]
  vim.wait(2000, function()
    if not states[buffer] then return true end
    if state.known == state.edits then return true end
    ask(buffer, false)
  end, 5)
  return M.answer(buffer)
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

--- Begin to follow a buffer, or compare it with something else from now on. `done` is given the first answer.
--- `map` maps keys in a buffer that was not followed before; it returns which.
function M.begin(buffer, against, map, done)
  local state = states[buffer]
  if state then
    if against then state.before, state.against = state.against, against end
  else
    state = { against = M.against(buffer, against), edits = 0 }
    states[buffer] = state
    state.keys = map(buffer)
    listen(buffer, state)
  end
  ask(buffer, true, done)
end

--- Show nothing of a buffer any more.
function M.stop(buffer)
  close(buffer)
  local client = M.client(buffer)
  if client then client:notify('promptwell/didHideDiff', M.params(buffer)) end
end

--- Whether a buffer is followed.
function M.is_followed(buffer) return states[buffer] ~= nil end

--- What a buffer is compared with, or would be: what is named, what it is, what the user prefers.
function M.against(buffer, named)
  return named or states[buffer] and states[buffer].against or vim.g.promptwell_diff_against or 'HEAD'
end

--- Ask again about all buffers that are followed; `done` is given each buffer and its answer.
function M.ask_again(done)
  for buffer in pairs(states) do
    ask(buffer, false, function(answer) done(buffer, answer) end)
  end
end

--- The server was started again, and knows nothing of what was asked before.
function M.restarted(buffer)
  local state = states[buffer]
  if not state then return end
  state.asking, state.again = false, nil
  ask(buffer, true)
end

--- The ref was moved, by a commit or otherwise: the server says so.
function M.base_changed(uri) ask(vim.uri_to_bufnr(uri), true) end

--- What is shown in a buffer as it is now; nil where nothing is.
function M.answer(buffer)
  local state = states[buffer]
  return state and state.known == state.edits and state.answer or nil
end

local function draw_again(is_wanted)
  for buffer in pairs(states) do
    local answer, client = M.answer(buffer), M.client(buffer)
    if answer and client and is_wanted(answer) then picture.draw(buffer, answer, client.offset_encoding) end
  end
end

local group = vim.api.nvim_create_augroup('promptwell.diff.windows', {})
-- What went is put into rows that fit into the window.
vim.api.nvim_create_autocmd({ 'WinResized', 'BufWinEnter' }, {
  group = group,
  callback = function() draw_again(function() return true end) end,
})
vim.api.nvim_create_autocmd('WinScrolled', {
  group = group,
  callback = function() draw_again(function(answer) return not picture.draws_all(answer) end) end,
})

return M
