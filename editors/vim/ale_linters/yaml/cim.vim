" cim-lsp as a linter of ALE for yaml: `let g:ale_linters = {'yaml': ['cim']}`.
call ale#Set('cim_executable', 'cim-lsp')
call ale#Set('cim_settings', {})
call ale#linter#Define('yaml', cim#ale#linter())
