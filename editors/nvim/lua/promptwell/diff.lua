-- The inline diff: what changed in a prompt since a commit, drawn in its text. `:help promptwell-diff`
local following = require('promptwell.following')
local picture = require('promptwell.picture')

local M = {}

local tell, client_of, summary = following.tell, following.client, following.summary

-- Keys that the user has mapped in the buffer stay theirs.
local function map_keys(buffer)
  local keys = {}
  for key, step in pairs({ [']c'] = 1, ['[c'] = -1 }) do
    if vim.fn.maparg(key, 'n', false, true).buffer ~= 1 then
      vim.keymap.set('n', key, function()
        if vim.wo.diff then return vim.cmd.normal({ key, bang = true }) end
        M.go(step)
      end, { buffer = buffer, desc = 'Promptwell: change after or before' })
      table.insert(keys, key)
    end
  end
  return keys
end

--- Show what changed in a buffer since a ref: HEAD, a branch, a tag, a commit.
function M.show(against, buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if not client_of(buffer) then return tell('no server is attached to this buffer', vim.log.levels.WARN) end
  following.begin(buffer, against, map_keys, function(answer)
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
  local was_on = following.is_followed(buffer)
  local asked = following.params(buffer, { against = following.against(buffer) })
  client:request('promptwell/diff', asked, function(problem, answer)
    if problem then return tell(problem.message, vim.log.levels.WARN) end
    if not was_on then client:notify('promptwell/didHideDiff', following.params(buffer)) end
    local lines = { summary(answer) }
    local ends = answer.base.otherLineEnds
    if ends ~= '' then table.insert(lines, ('- its line ends are others (%s); this file is saved with its own'):format(ends)) end
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
  if following.is_followed(buffer) then following.stop(buffer) end
end

--- Show it where it is not, and hide it where it is.
function M.toggle(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  if following.is_followed(buffer) then M.hide(buffer) else M.show(nil, buffer) end
end

--- Mark words or tokens, `word` or `token`; the other one if none is named.
function M.mark_by(wanted)
  wanted = (wanted or '') ~= '' and wanted or following.level() == 'word' and 'token' or 'word'
  if wanted ~= 'word' and wanted ~= 'token' then
    return tell('words or tokens can be marked: :PromptwellDiffLevel word, :PromptwellDiffLevel token', vim.log.levels.WARN)
  end
  vim.g.promptwell_diff_level = wanted
  local shown = vim.api.nvim_get_current_buf()
  following.ask_again(function(buffer, answer)
    if buffer ~= shown or wanted ~= 'token' or answer.tokens then return end
    tell('words are marked: no tokenizer of its model is known')
  end)
end

--- Take back the changes that some lines (from 1; else the cursor's) touch. One undo takes that back.
function M.revert(first, last)
  local buffer = vim.api.nvim_get_current_buf()
  if not following.is_followed(buffer) then return tell('turn the diff on first: :PromptwellDiff') end
  local answer = following.up_to_date(buffer)
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
  if not following.is_followed(buffer) then return tell('turn the diff on first: :PromptwellDiff') end
  local answer = following.up_to_date(buffer)
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
function M.base_changed(_, params) following.base_changed(params.textDocument.uri) end

local function refs(lead)
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  local answer = client and client:request_sync('promptwell/bases', following.params(buffer), 4000, buffer)
  local found = vim.tbl_map(function(each) return each.ref end, answer and answer.result or {})
  return vim.tbl_filter(function(each) return vim.startswith(each, lead) end, found)
end

--- Make the commands known in a buffer that the server is attached to.
function M.attach(buffer)
  following.restarted(buffer)
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
function M.answer(buffer) return following.answer(buffer or vim.api.nvim_get_current_buf()) end

return M
