-- What a person does in an editor, for sessions that run without one.
local M = { patience = 10000 }

--- Waits until something holds; says what it was when it never does.
function M.await(what, holds)
  local value
  local function check()
    value = holds()
    return value
  end
  assert(vim.wait(M.patience, check, 5), 'waited in vain for ' .. what)
  return value
end

function M.client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'promptwell' })[1]
end

--- Opens a file, and returns once the server knows it.
function M.open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
  local client = M.await('the server', M.client)
  M.await('the handshake', function() return client.initialized end)
  return client
end

--- Puts the cursor on the beginning of a text, or `further` bytes behind it; row and column from 0.
function M.go(text, further)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. text, 'cW') > 0, text .. ' is not there')
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  vim.api.nvim_win_set_cursor(0, { row, column + (further or 0) })
  return row - 1, column + (further or 0)
end

--- The text of some lines of a buffer.
function M.text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), '\n')
end

--- Calls one of `vim.lsp.buf`'s functions that fill a list, and returns what is in it.
function M.list(call)
  local listed
  call({ on_list = function(found) listed = found.items end })
  M.await('a list', function() return listed end)
  local shown = {}
  for _, item in ipairs(listed) do
    local name = vim.fs.basename(item.filename or '')
    table.insert(shown, { file = name, line = item.lnum, column = item.col, text = item.text })
  end
  return shown
end

--- Calls what opens a floating window, and returns what the window says.
function M.float(call)
  call()
  local window = M.await('a window', function()
    for _, each in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(each).relative ~= '' then return each end
    end
  end)
  local said = M.text(vim.api.nvim_win_get_buf(window))
  vim.api.nvim_win_close(window, true)
  return said
end

--- Calls what changes the buffer, and returns once it has.
function M.change(call)
  local before = vim.b.changedtick
  call()
  M.await('a change', function() return vim.b.changedtick ~= before end)
end

--- Types keys; each step's further keys follow as soon as its condition holds, while one is typing.
function M.type(keys, steps)
  local deadline = vim.uv.now() + M.patience
  local timer = assert(vim.uv.new_timer())
  local waiting = vim.list_slice(steps)
  local late
  local function step()
    late = vim.uv.now() > deadline
    if #waiting > 0 and not late and not waiting[1][1]() then return end
    local next_keys = late and '<Esc><Esc>' or #waiting > 0 and table.remove(waiting, 1)[2] or '<Esc>'
    if late or next_keys == '<Esc>' then timer:stop() end
    vim.api.nvim_input(next_keys)
  end
  timer:start(5, 5, vim.schedule_wrap(step))
  vim.api.nvim_feedkeys(vim.keycode(keys), 'xt!', false)
  timer:close()
  assert(not late, 'waited in vain while typing ' .. keys)
end

--- Runs features, pairs of a name and a function, writes as JSON what each returned, and leaves.
--- The first one that fails is the last; what failed stands under `problem`.
function M.record(result, features)
  local seen = {}
  for _, each in ipairs(features) do
    local name, run = unpack(each)
    local fine, answer = xpcall(run, debug.traceback)
    if not fine then
      seen.problem = name .. ': ' .. answer
      break
    end
    seen[name] = answer
  end
  local out = assert(io.open(result, 'w'))
  out:write(vim.json.encode(seen))
  out:close()
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop(true)
  end
  vim.cmd('qa!')
end

return M
