-- The inline diff of the current buffer, as a person sees it.
local editor = require('editor')

local M = {}

function M.diff() return require('promptwell.diff') end

function M.space() return vim.api.nvim_get_namespaces()['promptwell.diff'] end

--- What is drawn: the marked lines and words, and what stands there as virtual text.
function M.drawn()
  local seen = { lines = {}, words = {}, inline = {}, above = {}, signs = {} }
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, M.space(), 0, -1, { details = true })) do
    local _, row, column, details = unpack(mark)
    if details.sign_text and not details.virt_lines then table.insert(seen.lines, { row, details.line_hl_group or '' }) end
    if details.hl_group then
      local text = vim.api.nvim_buf_get_text(0, row, column, details.end_row, details.end_col, {})
      table.insert(seen.words, { row, table.concat(text, '\n') })
    end
    if details.virt_text then table.insert(seen.inline, { row, details.virt_text[1][1] }) end
    for _, line in ipairs(details.virt_lines or {}) do
      table.insert(seen.above, { row, line[1][1] })
    end
    if details.sign_text then table.insert(seen.signs, { row, vim.trim(details.sign_text) }) end
  end
  seen.answer = M.diff().answer()
  seen.text = editor.text()
  return seen
end

function M.settled(what)
  editor.await(what, function() return M.diff().answer() end)
end

function M.git(...)
  local words = { 'git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', ... }
  assert(vim.system(words):wait().code == 0)
end

return M
