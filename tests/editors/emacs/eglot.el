;;; eglot.el --- The steps, with Eglot  -*- lexical-binding: t; -*-

(load (expand-file-name "drive" (file-name-directory load-file-name)) nil t)
(load (getenv "INIT") nil t)
(require 'eglot)
(setq eglot-sync-connect drive-limit
      eglot-autoshutdown t
      eglot-confirm-server-initiated-edits nil
      eglot-confirm-server-edits nil)

(defun drive-changed ()
  (eglot--signal-textDocument/didChange))

(defun drive-hover-seen ()
  (drive-to "purpose")
  (let (shown)
    (drive-wait "hover" (lambda ()
                          (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown (or text shown))))
                          (accept-process-output nil 0.1)
                          shown))
    (substring-no-properties shown)))

(defun drive-settings-seen ()
  "What is underlined while the schemas are somebody else's: told while the server runs, and when it starts."
  (drive-visit "domain.yaml")
  (let ((silent (lambda () (not (drive-diagnostics)))))
    (setq-default eglot-workspace-configuration '(:cim (:structural "on")))
    (eglot-signal-didChangeConfiguration (eglot-current-server))
    (drive-wait "silence after a change of settings" silent)
    (setq-default eglot-workspace-configuration '(:cim (:structural "off")))
    (eglot-signal-didChangeConfiguration (eglot-current-server))
    (drive-wait "a diagnostic again" #'drive-diagnostics)
    (setq-default eglot-workspace-configuration nil)
    (setq cim-structural "on")
    (eglot-shutdown (eglot-current-server))
    (apply #'eglot--connect (eglot--guess-contact))
    (prog1 (drive-wait "silence from the start" (lambda () (and eglot--managed-mode (funcall silent))))
      (setq cim-structural "auto")
      (eglot-shutdown (eglot-current-server))
      (apply #'eglot--connect (eglot--guess-contact)))))

(drive-step "version" (vector emacs-major-version emacs-minor-version))
(drive-step "diagnostics" (drive-diagnostics-seen))
(drive-step "settings" (drive-settings-seen))
(drive-step "hover" (drive-hover-seen))
(drive-step "completion" (drive-completion-seen))
(drive-step "definition" (drive-definition-seen))
(drive-step "Insert UUIDv7" (drive-insertion-seen))
(drive-step "nothing to insert" (drive-nothing-seen))
(drive-step "formatting" (drive-to "purpose") (eglot-format-buffer) (drive-saved))
(drive-step "rename" (drive-to "billing") (eglot-rename "invoicing") (drive-texts-seen))
(drive-step "graph" (drive-graph-seen))
(drive-step "new" (drive-new-seen))
(drive-end)
;;; eglot.el ends here
