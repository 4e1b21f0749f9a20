-- Edits a prompt in a Neovim without a screen and writes what the language server did as JSON.
-- Run as `nvim --headless -u NONE -i NONE -l session.lua CONFIGURATION FILE RESULT`.
vim.cmd('filetype on')
local configuration, file, result = _G.arg[1], _G.arg[2], _G.arg[3]
local seen = {}

local function write()
  local out = assert(io.open(result, 'w'))
  out:write(vim.json.encode(seen))
  out:close()
end

local function diagnostics()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { line = each.lnum + 1, column = each.col + 1, rule = each.code, message = each.message })
  end
  return found
end

local function ask(method, row, column, more)
  vim.api.nvim_win_set_cursor(0, { row, column })
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  local parameters = vim.lsp.util.make_position_params(0, client.offset_encoding)
  -- Outside of insert mode the cursor cannot stand behind the last character, where one types.
  if client.offset_encoding == 'utf-8' then parameters.position.character = column end
  local answers = vim.lsp.buf_request_sync(0, method, vim.tbl_extend('force', parameters, more or {}), 20000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end

-- What is drawn without being asked for: folds, colors, hints.
local function look()
  vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.lsp.foldexpr()'
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  local function name_of(pattern)
    local row = vim.fn.search(pattern)
    local column = vim.fn.match(vim.fn.getline(row), pattern)
    vim.cmd.redraw()
    local tokens = vim.lsp.semantic_tokens.get_at_pos(0, row - 1, column) or {}
    return tokens[1] and tokens[1].type
  end
  vim.wait(30000, function() return vim.fn.foldlevel(1) > 0 and name_of('agnet') ~= nil end, 20)
  seen.folds = { first = vim.fn.foldlevel(1), input = vim.fn.foldlevel(vim.fn.search('name: agent') + 1) }
  seen.colors = { undeclared = name_of('agnet'), role = name_of('^system') }
  vim.wait(30000, function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end, 20)
  seen.hints = vim.tbl_map(function(each) return each.inlay_hint.label end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
end

local function run()
  dofile(configuration)
  vim.cmd.edit(vim.fn.fnameescape(file))
  assert(vim.wait(30000, function() return #vim.lsp.get_clients({ bufnr = 0 }) > 0 end, 20), 'no server')
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  assert(vim.wait(30000, function() return client.initialized end, 20), 'not ready')
  seen.encoding = client.offset_encoding
  seen.filetype = vim.bo.filetype
  assert(vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 20), 'no diagnostics')
  seen.opened = diagnostics()
  look()

  local row = vim.fn.search('{{ agnet }}')
  local column = vim.fn.match(vim.fn.getline(row), 'agnet')
  vim.api.nvim_buf_set_text(0, row - 1, column, row - 1, column + 5, { 'agent' })
  local function mended()
    for _, each in ipairs(vim.diagnostic.get(0)) do
      if each.code == 'undefined-variable' then return false end
    end
    return true
  end
  seen.mended = vim.wait(30000, mended, 20)
  seen.hover = ask('textDocument/hover', row, column)

  vim.api.nvim_buf_set_lines(0, row, row, false, { '🌿 {{ ticket.' })
  local offered = ask('textDocument/completion', row + 1, #'🌿 {{ ticket.', { context = { triggerKind = 1 } })
  seen.offered = {}
  for _, item in ipairs(offered and (offered.items or offered) or {}) do
    table.insert(seen.offered, item.label)
  end
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, {})

  local edit = ask('textDocument/rename', row, column, { newName = 'colleague' })
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  seen.renamed = vim.fn.search('name: colleague') > 0 and vim.fn.search('{{ colleague }}') > 0
  client:stop(true)
end

local fine, problem = xpcall(run, debug.traceback)
if not fine then seen.problem = problem end
write()
vim.cmd('qa!')
