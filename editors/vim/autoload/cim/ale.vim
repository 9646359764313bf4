" cim-lsp as ALE starts it, for the linters in ale_linters/.

" The git repository around a buffer's file, else the file's folder: ALE starts no server without a root.
function! cim#ale#root(buffer) abort
  let l:folder = fnamemodify(bufname(a:buffer), ':p:h')
  let l:search = escape(l:folder, ' ,;\') . ';'
  let l:git = finddir('.git', l:search)
  if !empty(l:git)
    return fnamemodify(l:git, ':p:h:h')
  endif
  let l:worktree = findfile('.git', l:search)
  return empty(l:worktree) ? l:folder : fnamemodify(l:worktree, ':p:h')
endfunction

function! cim#ale#linter() abort
  return {
  \ 'name': 'cim',
  \ 'lsp': 'stdio',
  \ 'executable': {buffer -> ale#Var(buffer, 'cim_executable')},
  \ 'command': '%e',
  \ 'project_root': function('cim#ale#root'),
  \ 'lsp_config': {buffer -> {'cim': ale#Var(buffer, 'cim_settings')}},
  \ 'initialization_options': {buffer -> {'cim': ale#Var(buffer, 'cim_settings')}},
  \}
endfunction
