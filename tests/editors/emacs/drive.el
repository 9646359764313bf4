;;; drive.el --- Has Emacs do what a person does, and writes down what it then shows  -*- lexical-binding: t; -*-

;; Each step runs by itself: one that fails leaves its error as its result, for the test that looks at it.
;; In batch mode idle timers never fire and no command ends, so what would follow from these is called here.

(package-initialize) ; as every start does that is no batch

(require 'cl-lib)
(require 'flymake)
(require 'json)
(require 'xref)

(defvar drive-limit 20 "How long something may take to appear, in seconds.")
(defvar drive-results nil "What each step saw, the last first.")
(defvar drive-project (file-name-as-directory (getenv "PROJECT")))

(setq make-backup-files nil
      create-lockfiles nil
      enable-local-variables :all
      vc-handled-backends '(Git))

(defun drive-wait (what see)
  "Wait until the function SEE returns something, and return that; say WHAT was missed where it doesn't in time."
  (let ((end (+ (float-time) drive-limit)) seen)
    (while (and (not (setq seen (funcall see))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (or seen (error "Not seen within %s s: %s; %s has:\n%s" drive-limit what (buffer-name) (buffer-string)))))

(defmacro drive-step (name &rest body)
  "Note what BODY returns, which is JSON, as the result NAME."
  (declare (indent 1))
  `(push (cons ,name (condition-case failure (save-current-buffer ,@body)
                       (error (list (cons "error" (error-message-string failure))))))
         drive-results))

(defun drive-end ()
  "Write the results down, and leave."
  (with-temp-file (getenv "RESULTS") (insert (json-encode drive-results)))
  (kill-emacs 0))

(defun drive-visit (name)
  "Go to a file of the project, and let pass what happens after a command."
  (switch-to-buffer (find-file-noselect (expand-file-name name drive-project)))
  (run-hooks 'post-command-hook))

(defun drive-to (text &optional name)
  "Put point on the first character of TEXT, in the file NAME."
  (drive-visit (or name "domain.yaml"))
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun drive-place (at)
  "A position, as line and column, counted from 0."
  (save-excursion (goto-char at) (vector (1- (line-number-at-pos)) (- at (line-beginning-position)))))

(defun drive-diagnostics ()
  "What is underlined in the buffer."
  (flymake-start)
  (flymake-diagnostics))

(defun drive-diagnostics-seen ()
  "What is underlined once all files of the project are known: until then the module may seem to be missing."
  (drive-visit "domain.yaml")
  (apply #'vector
         (mapcar (lambda (each)
                   (list (cons "from" (drive-place (flymake-diagnostic-beg each)))
                         (cons "to" (drive-place (flymake-diagnostic-end each)))
                         (cons "text" (flymake-diagnostic-text each))))
                 (drive-wait "one diagnostic" (lambda ()
                                              (let ((found (drive-diagnostics))) (and (= (length found) 1) found)))))))

(defun drive-completion-seen ()
  "What is offered for `sta' on a line of its own, and that line once it is taken."
  (drive-visit "domain.yaml")
  (goto-char (point-max))
  (insert "  sta")
  (let* ((found (run-hook-with-args-until-success 'completion-at-point-functions))
         (offered (all-completions "sta" (nth 2 found))))
    (completion-at-point)
    (prog1 (list (cons "offered" (apply #'vector (mapcar #'substring-no-properties offered)))
                 (cons "line" (buffer-substring-no-properties (line-beginning-position) (line-end-position))))
      (delete-region (line-beginning-position) (point-max))
      (drive-changed))))

(defun drive-insertion-seen ()
  (drive-to "some-uuid")
  (call-interactively #'cim-insert-uuid7)
  (drive-changed)
  (drive-wait "no diagnostic" (lambda () (not (drive-diagnostics))))
  (drive-saved))

(defun drive-saved ()
  "Save the buffer; what it has and what its file has."
  (save-buffer)
  (list (cons "buffer" (buffer-substring-no-properties (point-min) (point-max)))
        (cons "file" (drive-text buffer-file-name))))

(defun drive-text (file)
  (with-temp-buffer (insert-file-contents (expand-file-name file drive-project)) (buffer-string)))

(defun drive-definition-seen ()
  (drive-to "billing")
  (xref-find-definitions (xref-backend-identifier-at-point (xref-find-backend)))
  (list (cons "file" (file-name-nondirectory buffer-file-name)) (cons "place" (drive-place (point)))))

(defun drive-texts-seen ()
  "The texts of the domain and of its module, once all is saved."
  (save-some-buffers t)
  (drive-changed)
  (vector (drive-text "domain.yaml") (drive-text "parts.module.yaml")))

(defun drive-nothing-seen ()
  "What is said where no id is needed."
  (drive-to "  id: ")
  (condition-case refusal (cim-insert-uuid7)
    (user-error (cadr refusal))))

(defun drive-graph-seen ()
  "The picture in words, and the image, or rather its text, for this Emacs has no images."
  (drive-visit "domain.yaml")
  (let ((shown (lambda () (cim-show-graph) (with-current-buffer "*cim graph*" (buffer-string)))))
    (vector (drive-wait "what was renamed, in the picture"
                        (lambda () (let ((words (funcall shown))) (and (string-match-p "invoicing" words) words))))
            (cl-letf (((symbol-function 'image-type-available-p) (lambda (type) (eq type 'svg)))
                      ((symbol-function 'image-mode) #'special-mode))
              (funcall shown)))))

(defun drive-new-seen ()
  "The file that is visited after a module is begun, and what is said when it is begun once more."
  (drive-visit "domain.yaml")
  (cl-flet ((begin () (cim-new-module "stock" "Have the right part on the shelf" "workshop")))
    (begin)
    (list (cons "file" (file-name-nondirectory buffer-file-name))
          (cons "text" (buffer-string))
          (cons "domain" (drive-text "domain.yaml"))
          (cons "twice" (condition-case refusal (begin) (user-error (cadr refusal)))))))
;;; drive.el ends here
