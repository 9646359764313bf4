;;; cim.el --- Domain and module files of a CIM, with cim-lsp  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools
;; URL: https://github.com/cim-lsp/cim-lsp
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Tells Eglot and lsp-mode, whichever is there, about the language server cim-lsp, which knows the YAML and JSON files
;; that a CIM (Composable Information Machine) starts from.  It keeps silent in all others.
;;
;; Eglot runs one server per mode, so in YAML and JSON it is this one.  lsp-mode runs it beside yaml-language-server.

;;; Code:

(require 'browse-url)
(require 'seq)
(require 'subr-x)
(require 'url-util)

(declare-function eglot-code-actions "eglot")
(declare-function eglot-current-server "eglot")
(declare-function eglot--read-execute-code-action "eglot")
(declare-function jsonrpc-request "jsonrpc")
(declare-function lsp-code-actions-at-point "lsp-mode")
(declare-function lsp-execute-code-action "lsp-mode")
(declare-function lsp-find-workspace "lsp-mode")
(declare-function lsp-get "lsp-protocol")
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-register-custom-settings "lsp-mode")
(declare-function lsp-request "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(defvar eglot-server-programs)
(defvar lsp--cur-workspace)

(defgroup cim nil
  "Domain and module files of a CIM."
  :group 'tools
  :link '(url-link "https://github.com/cim-lsp/cim-lsp"))

(defcustom cim-server-command '("cim-lsp")
  "The command that starts the server, and its arguments."
  :type '(repeat string))

(defcustom cim-structural "auto"
  "Whether another YAML server says what the schemas can.
Then this one does not."
  :type '(choice (const "auto") (const "on") (const "off")))

(defcustom cim-diagnostics-scope "affected"
  "Whose diagnostics are told.
Those of open files, of files too that an edit affected, or of the workspace."
  :type '(choice (const "open") (const "affected") (const "workspace")))

(defcustom cim-created-hints t
  "Whether a hint beside an id says when it was made."
  :type 'boolean)

(defcustom cim-name-hints t
  "Whether a hint beside a reference by id says who is meant."
  :type 'boolean)

(defun cim--settings (&rest _)
  "Return the settings, for the server to start with."
  (list :structural cim-structural
        :diagnostics (list :scope cim-diagnostics-scope)
        :inlayHints (list :created (if cim-created-hints t :json-false)
                          :name (if cim-name-hints t :json-false))))

;;;###autoload (with-eval-after-load 'eglot (require 'cim))
;;;###autoload (with-eval-after-load 'lsp-mode (require 'cim))

(defun cim--eglot-contact (&rest _)
  "Return how Eglot is to start the server."
  `(,@cim-server-command :initializationOptions ,(cim--settings)))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((yaml-mode (yaml-ts-mode :language-id "yaml")
                  json-mode (json-ts-mode :language-id "json") (js-json-mode :language-id "json"))
                 . cim--eglot-contact)))

(with-eval-after-load 'lsp-mode
  (lsp-register-custom-settings
   '(("cim.structural" cim-structural)
     ("cim.diagnostics.scope" cim-diagnostics-scope)
     ("cim.inlayHints.created" cim-created-hints t)
     ("cim.inlayHints.name" cim-name-hints t)))
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () cim-server-command))
    :major-modes '(yaml-mode yaml-ts-mode json-mode json-ts-mode js-json-mode)
    :initialization-options #'cim--settings
    :server-id 'cim
    :add-on? t)))

(defun cim--eglot ()
  "Return the server that Eglot has for this buffer, if it has one."
  (and (fboundp 'eglot-current-server) (eglot-current-server)))

(defun cim--lsp ()
  "Return the workspace that lsp-mode has of ours for this buffer."
  (or (and (bound-and-true-p lsp-managed-mode) (lsp-find-workspace 'cim buffer-file-name))
      (user-error "Neither Eglot nor lsp-mode runs cim-lsp here")))

(defun cim--execute (command key &rest properties)
  "Have the server do COMMAND with PROPERTIES; return what it answers for KEY."
  (let ((params (list :command command :arguments (vector properties))))
    (if-let ((server (cim--eglot)))
        (condition-case refusal
            (plist-get (jsonrpc-request server :workspace/executeCommand params) key)
          (jsonrpc-error (user-error "%s" (alist-get 'jsonrpc-error-message (cddr refusal)))))
      (let ((lsp--cur-workspace (cim--lsp)))
        (lsp-get (lsp-request "workspace/executeCommand" params) key)))))

(defun cim--uri ()
  "Return the URI of the file or folder that is looked at."
  (browse-url-file-url (expand-file-name (or buffer-file-name default-directory))))

;;;###autoload
(defun cim-insert-uuid7 ()
  "Put a fresh UUIDv7 where the line at point needs one."
  (interactive)
  (let ((is-ours (lambda (title) (equal title "Insert UUIDv7")))
        (nothing "No id is needed here"))
    (if-let ((server (cim--eglot)))
        (let ((actions (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix")))
          (eglot--read-execute-code-action
           (list (or (seq-find (lambda (each) (funcall is-ours (plist-get each :title))) actions)
                     (user-error nothing)))
           server "quickfix"))
      (cim--lsp)
      (lsp-execute-code-action
       (or (seq-find (lambda (each) (funcall is-ours (lsp-get each :title))) (lsp-code-actions-at-point))
           (user-error nothing))))))

;;;###autoload
(defun cim-show-graph ()
  "Show the project that this file belongs to.
As an image, or in the words of Mermaid where Emacs can show none."
  (interactive)
  (let* ((format (if (image-type-available-p 'svg) "svg" "mermaid"))
         (text (cim--execute "cim.graph" :text :uri (cim--uri) :format format)))
    (with-current-buffer (get-buffer-create "*cim graph*")
      (fundamental-mode)
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text))
      (if (equal format "svg") (image-mode) (special-mode))
      (goto-char (point-min))
      (pop-to-buffer (current-buffer)))))

;;;###autoload
(defun cim-new-module (name purpose domain)
  "Begin a module with a NAME and a PURPOSE in this folder, and visit it.
It is entered in a DOMAIN, which may be empty.  This is `cim-new', for Eglot
lets no server create files."
  (interactive "sName of the module: \nsIts purpose: \nsThe domain that has it, if any: ")
  (save-some-buffers)
  (let ((folder (expand-file-name default-directory))
        (program (concat (file-name-directory (car cim-server-command)) "cim-new")))
    (with-temp-buffer
      (unless (eql 0 (apply #'call-process program nil t nil "module" name "--purpose" purpose "--in-folder" folder
                            (unless (string-empty-p domain) (list "--in" domain))))
        (user-error "%s" (string-trim (buffer-string)))))
    (find-file (expand-file-name (concat name ".module.yaml") folder))))

(provide 'cim)
;;; cim.el ends here
