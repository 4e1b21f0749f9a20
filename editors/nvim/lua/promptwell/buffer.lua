local M = {}

-- What `%` jumps between: the tags of a block, which nest as they are written.
local function tag(words)
  return [[{%[-+]\?\s*]] .. words .. [[\>]]
end
local BRANCHES = [[\%(if\|for\)]]
local OTHERS = [[\%(macro\|call\|block\|filter\|with\|raw\|autoescape\)]]
local BLOCKS = table.concat({
  table.concat({ tag(BRANCHES), tag([[\%(elif\|else\)]]), tag('end' .. BRANCHES) }, ':'),
  table.concat({ tag(OTHERS), tag('end' .. OTHERS) }, ':'),
}, ',')

-- Folds in a window by what the server tells; all are open where the user has chosen nothing.
local function fold(window)
  local options = vim.wo[window][0]
  if options.foldmethod ~= 'manual' then return end
  options.foldmethod = 'expr'
  options.foldexpr = 'v:lua.vim.lsp.foldexpr()'
  if vim.go.foldlevelstart < 0 then options.foldlevel = 99 end
end

--- Sets what the current buffer needs to hold a template: comments, and folds once a server attaches.
function M.prepare()
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo.commentstring = '{# %s #}'
  vim.bo.comments = 's:{#,e:#},fb:-'
  vim.b.match_words = BLOCKS
  vim.b.undo_ftplugin = 'setlocal commentstring< comments< foldmethod< foldexpr< foldlevel<'
    .. ' | unlet! b:match_words'

  local group = vim.api.nvim_create_augroup('promptwell.folds.' .. buffer, {})
  vim.api.nvim_create_autocmd({ 'LspAttach', 'BufWinEnter' }, {
    group = group,
    buffer = buffer,
    callback = function()
      local asked = { bufnr = buffer, method = 'textDocument/foldingRange' }
      if not next(vim.lsp.get_clients(asked)) then return end
      for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
        fold(window)
      end
    end,
  })
end

return M
