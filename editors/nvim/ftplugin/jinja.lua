-- In `sql.jinja` and the like this is the second file type: the first one's choices stand.
if vim.b.did_ftplugin then return end
vim.b.did_ftplugin = 1

require('promptwell.buffer').prepare()
