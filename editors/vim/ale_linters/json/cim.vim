" cim-lsp as a linter of ALE for json: `let g:ale_linters = {'json': ['cim']}`.
call ale#Set('cim_executable', 'cim-lsp')
call ale#Set('cim_settings', {})
call ale#linter#Define('json', cim#ale#linter())
