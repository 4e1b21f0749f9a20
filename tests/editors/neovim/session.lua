-- Asks for everything that a person would, and writes what came as JSON, by the name of the feature.
-- Run as `nvim --headless -u NONE -i NONE --cmd "let g:session = [PLUGIN, ENCODING, RESULT]" -S session.lua`.
local plugin, encoding, result = unpack(vim.g.session)
local here = vim.fs.dirname(debug.getinfo(1, "S").source:sub(2))
package.path = here .. "/?.lua;" .. package.path
local editor = require('editor')
local await, go, list, float = editor.await, editor.go, editor.list, editor.float

vim.opt.runtimepath:append(plugin)
vim.cmd('filetype plugin on | syntax on')
vim.o.completeopt = 'menuone,noselect'
vim.o.hidden = true
vim.lsp.config('promptwell', {
  capabilities = { general = { positionEncodings = { encoding } } },
})
vim.lsp.enable('promptwell')

local features = {}

local function feature(name, run)
  table.insert(features, { name, run })
end

local function rules()
  return vim.tbl_map(function(each) return each.code end, vim.diagnostic.get(0))
end

feature('attached', function()
  local client = editor.open('greeting.prompty')
  return { filetype = vim.bo.filetype, encoding = client.offset_encoding, root = client.root_dir }
end)

feature('diagnostics', function()
  await('diagnostics', function() return #vim.diagnostic.get(0) > 2 end)
  return vim.tbl_map(function(each)
    local marked = vim.api.nvim_buf_get_text(0, each.lnum, each.col, each.end_lnum, each.end_col, {})
    return { rule = each.code, text = table.concat(marked, '\n') }
  end, vim.diagnostic.get(0))
end)

feature('hover', function()
  go('customer.plan|')
  return float(vim.lsp.buf.hover)
end)

feature('signature', function()
  go('"🌱"', 1)
  return float(vim.lsp.buf.signature_help)
end)

feature('definition', function()
  go('greet(customer')
  return list(vim.lsp.buf.definition)
end)

feature('references', function()
  go('agent }} signs')
  return list(function(options) vim.lsp.buf.references(nil, options) end)
end)

feature('document_symbols', function() return list(vim.lsp.buf.document_symbol) end)

feature('workspace_symbols', function()
  return list(function(options) vim.lsp.buf.workspace_symbol('gret', options) end)
end)

feature('highlight', function()
  go('customer.plan|upper')
  vim.lsp.buf.document_highlight()
  local space = vim.api.nvim_create_namespace('nvim.lsp.references')
  local marks = await('highlights', function()
    local found = vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })
    return #found > 0 and found
  end)
  vim.lsp.buf.clear_references()
  return vim.tbl_map(function(mark)
    local _, row, column, details = unpack(mark)
    return vim.api.nvim_buf_get_text(0, row, column, details.end_row, details.end_col, {})[1]
  end, marks)
end)

feature('semantic_tokens', function()
  local row, column = go('customer.plan|upper')
  local function types(at)
    local tokens = vim.lsp.semantic_tokens.get_at_pos(0, row, at) or {}
    return vim.tbl_map(function(token) return token.type end, tokens)
  end
  await('semantic tokens', function() return #types(column) > 0 end)
  return { input = types(column), attribute = types(column + 9), filter = types(column + 14) }
end)

feature('inlay_hints', function()
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  local hints = await('inlay hints', function()
    local found = vim.lsp.inlay_hint.get({ bufnr = 0 })
    return #found > 0 and found
  end)
  return vim.tbl_map(function(each)
    return { line = each.inlay_hint.position.line + 1, label = each.inlay_hint.label }
  end, hints)
end)

feature('folds', function()
  await('folds', function() return vim.fn.foldlevel(1) > 0 end)
  local open = vim.fn.foldclosed(1) < 0
  vim.cmd('1foldclose')
  local last = vim.fn.foldclosedend(1)
  vim.cmd('1foldopen')
  return { open = open, front_matter_ends = vim.fn.getline(last), expression = vim.wo.foldexpr }
end)

feature('completion', function()
  vim.lsp.completion.enable(true, editor.client().id, 0, { autotrigger = true })
  local row = go('🌸 {{ agent }}')
  local function shown() return vim.fn.pumvisible() == 1 end
  editor.type('o🌸 e\204\129 植物 {{ customer', {
    { function() return true end, '.' },
    { shown, 'na' },
    { shown, '<C-n>' },
    { function() return vim.fn.complete_info({ 'selected' }).selected >= 0 end, '<C-y> }}' },
  })
  return vim.fn.getline(row + 2)
end)

feature('quick_fix', function()
  go('agnet')
  await('the finding', function() return vim.tbl_contains(rules(), 'undefined-variable') end)
  local chosen = function(action) return action.title == 'Change to `agent`' end
  editor.change(function() vim.lsp.buf.code_action({ filter = chosen, apply = true }) end)
  local gone = function() return not vim.tbl_contains(rules(), 'undefined-variable') end
  await('the finding to go', gone)
  return vim.fn.getline('.')
end)

feature('fix_all', function()
  local context = { only = { 'source.fixAll' }, diagnostics = {} }
  editor.change(function() vim.lsp.buf.code_action({ context = context, apply = true }) end)
  return vim.fn.getline(vim.fn.search('required', 'w'))
end)

feature('format', function()
  editor.change(function() vim.lsp.buf.format({ timeout_ms = editor.patience }) end)
  local once = editor.text()
  vim.lsp.buf.format({ timeout_ms = editor.patience })
  return { same_again = editor.text() == once, import = vim.fn.getline(vim.fn.search('import', 'w')) }
end)

feature('rename', function()
  go('agent }} signs', 2)
  local offered
  vim.ui.input = function(options, answer)
    offered = options.default
    answer('colleague')
  end
  editor.change(vim.lsp.buf.rename)
  local seldom_seen = vim.fn.bufadd(vim.fn.fnamemodify('partials/tone.j2', ':p'))
  await('the partial', function() return editor.text(seldom_seen):find('colleague', 1, true) end)
  return { offered = offered, left = vim.fn.search('\\<agent\\>', 'nw') }
end)

feature('rename_refused', function()
  go('include')
  local asked = false
  vim.ui.input = function() asked = true end
  local said
  local notify = vim.notify
  vim.notify = function(message) said = message end
  vim.lsp.buf.rename()
  await('a refusal', function() return said or asked end)
  vim.notify = notify
  return { asked = asked, said = said }
end)

feature('health', function()
  vim.cmd('checkhealth promptwell')
  local said = editor.text()
  vim.cmd.bwipeout()
  return said
end)

feature('written', function()
  vim.cmd('silent wall')
  local mended = { 'undefined-variable', 'wrong-value-type', 'template-syntax' }
  await('what is mended to be no finding', function()
    local left = rules()
    return #left > 0 and not vim.iter(mended):any(function(each) return vim.tbl_contains(left, each) end)
  end)
  return vim.bo.modified
end)

feature('markdown', function()
  editor.open('notes/care.md')
  local found = await('findings', function() return rules()[1] and rules() end)
  vim.cmd.edit('README.txt')
  return { rules = found, attached_elsewhere = editor.client() ~= nil }
end)

feature('filetypes', function()
  local found = {}
  for _, name in ipairs({ 'a.prompty', 'a.j2', 'a.jinja2', 'a.md.j2', 'a.sql.j2', 'a.tar.gz' }) do
    found[name] = vim.filetype.match({ filename = name }) or ''
  end
  return found
end)

feature('shown_before_attaching', function()
  vim.lsp.enable('promptwell', false)
  vim.cmd.edit('greeting.prompty')
  vim.cmd('syntax sync fromstart')
  local function groups(text, further)
    local row, column = go(text, further)
    local ids = vim.fn.synstack(row + 1, column + 1)
    return vim.tbl_map(function(id) return vim.fn.synIDattr(id, 'name') end, ids)
  end
  return {
    key = groups('kind: object'),
    role = groups('system:'),
    island = groups('colleague }} signs'),
    text = groups('answer for'),
    comment = vim.bo.commentstring,
    spell = vim.wo.spell,
  }
end)

editor.record(result, features)
