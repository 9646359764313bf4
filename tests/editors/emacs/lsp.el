;;; lsp.el --- The steps, with lsp-mode  -*- lexical-binding: t; -*-

(load (expand-file-name "drive" (file-name-directory load-file-name)) nil t)
(setq lsp-session-file (expand-file-name "lsp-session" user-emacs-directory))
(require 'lsp-mode)
(require 'lsp-completion)
(require 'lsp-diagnostics)
(load (getenv "INIT") nil t)
(setq lsp-auto-guess-root t
      lsp-diagnostics-provider :flymake
      lsp-restart 'ignore
      lsp-enable-snippet nil)
(lsp-workspace-folders-add drive-project)

(defun drive-changed ()
  (lsp--flush-delayed-changes))

(defun drive-hover-seen ()
  (drive-to "purpose")
  (lsp-describe-thing-at-point)
  (with-current-buffer "*lsp-help*" (buffer-substring-no-properties (point-min) (point-max))))

(defun drive-settings-seen ()
  "What is underlined while the schemas are somebody else's."
  (drive-visit "domain.yaml")
  (setq cim-structural "on")
  (lsp--set-configuration (lsp-configuration-section "cim"))
  (prog1 (drive-wait "silence after a change of settings" (lambda () (not (drive-diagnostics))))
    (setq cim-structural "auto")
    (lsp--set-configuration (lsp-configuration-section "cim"))
    (drive-wait "a diagnostic again" #'drive-diagnostics)))

(drive-step "version" (vector emacs-major-version emacs-minor-version))
(drive-step "diagnostics" (drive-diagnostics-seen))
(drive-step "settings" (drive-settings-seen))
(drive-step "hover" (drive-hover-seen))
(drive-step "completion" (drive-completion-seen))
(drive-step "definition" (drive-definition-seen))
(drive-step "Insert UUIDv7" (drive-insertion-seen))
(drive-step "nothing to insert" (drive-nothing-seen))
(drive-step "formatting" (drive-to "purpose") (lsp-format-buffer) (drive-saved))
(drive-step "rename" (drive-to "billing") (lsp-rename "invoicing") (drive-texts-seen))
(drive-step "graph" (drive-graph-seen))
(drive-step "new" (drive-new-seen))
(drive-end)
;;; lsp.el ends here
