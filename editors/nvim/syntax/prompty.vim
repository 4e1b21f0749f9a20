" Vim syntax file
" Language: Prompty, prompts with front matter in YAML and a body in Jinja

if exists('b:current_syntax')
  finish
endif

syntax include @promptyYaml syntax/yaml.vim
unlet! b:current_syntax

" What stands between the islands of Jinja is text, and the only thing to spell.
syntax spell toplevel
syntax match promptyTag +</\?[A-Za-z][A-Za-z0-9_.:-]*>+
syntax match promptyHeading /^#\{1,6}\s.*$/
syntax match promptyRole /^\c\s*#\?\s*\%(system\|user\|assistant\|developer\)\%(\[[^]]*\]\)\?\s*:\s*$/ contains=promptyAttributes
syntax region promptyAttributes start=/\[/ end=/\]/ contained oneline contains=promptyString,promptyName
syntax match promptyName /\w\+\ze\s*=/ contained
syntax region promptyString start=/"/ end=/"/ contained oneline

runtime! syntax/jinja.vim
unlet! b:current_syntax

syntax region promptyFrontMatter matchgroup=promptyFence start=/\%^\%uFEFF\?---\s*$/ end=/^---\s*$/ keepend contains=@promptyYaml

" The front matter says how every line below it is read.
syntax sync fromstart

highlight default link promptyFence Delimiter
highlight default link promptyRole Title
highlight default link promptyAttributes Delimiter
highlight default link promptyName Identifier
highlight default link promptyString String
highlight default link promptyTag Tag
highlight default link promptyHeading Title

let b:current_syntax = 'prompty'
