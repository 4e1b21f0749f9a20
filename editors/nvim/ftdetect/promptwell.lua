local function knows(name)
  return vim.filetype.match({ filename = name }) ~= nil
end

-- `query.sql.j2` is SQL with Jinja in it; what holds text for a model is plain `jinja`.
local function template(path)
  local inner = vim.filetype.match({ filename = vim.fn.fnamemodify(path, ':t:r') })
  local is_text = not inner or vim.tbl_contains({ 'text', 'markdown', 'jinja', 'prompty' }, inner)
  return is_text and 'jinja' or inner .. '.jinja'
end

if not knows('a.prompty') then vim.filetype.add({ extension = { prompty = 'prompty' } }) end
if not knows('a.prompt') then vim.filetype.add({ extension = { prompt = 'dotprompt' } }) end
if not knows('a.mdc') then vim.filetype.add({ extension = { mdc = 'markdown' } }) end
for _, extension in ipairs({ 'j2', 'jinja', 'jinja2' }) do
  if not knows('a.' .. extension) then
    vim.filetype.add({ extension = { [extension] = template } })
  end
end
