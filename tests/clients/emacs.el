;;; The language server in Emacs: findings while typing, hover, completion, a fix and a rename, by eglot in batch mode.
;;; GOALPOST is the program, ROOT a folder with the goals of tests/it/lsp/clients.rs.

(package-initialize)
(require 'eglot)
(require 'yaml-mode)

;; As in the guide, with the program that is tested.
(add-to-list 'eglot-server-programs `((yaml-ts-mode yaml-mode) . (,(getenv "GOALPOST") "lsp")))

(defun check (condition what)
  (unless condition
    (message "failed: %s" what)
    (kill-emacs 1)))

(defun wait (what condition)
  (let ((end (+ (float-time) 100)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.02))
    (check (funcall condition) what)))

(defun has (rule)
  "Whether flymake shows a finding of RULE."
  (seq-some (lambda (it) (string-match-p (regexp-quote rule) (flymake-diagnostic-text it))) (flymake-diagnostics)))

(defun replace-line (number text)
  "Replaces a line and tells the server, which in a session happens when nobody has typed for a moment."
  (goto-char (point-min))
  (forward-line (1- number))
  (delete-region (point) (line-end-position))
  (insert text)
  (eglot--signal-textDocument/didChange))

(defun after (text)
  (goto-char (point-min))
  (search-forward text))

;; In batch mode nobody answers questions.
(fset 'y-or-n-p (lambda (&rest _) t))
(setq eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 100
      eglot-connect-timeout 100
      eglot-autoshutdown nil
      create-lockfiles nil
      make-backup-files nil
      project-find-functions (list (lambda (_) (cons 'transient (getenv "ROOT")))))

(find-file (expand-file-name "bread.yaml" (getenv "ROOT")))
(yaml-mode)
(apply #'eglot (eglot--guess-contact))
(check (eglot-current-server) "the server starts")
(flymake-mode 1)

(wait "a finding on the file" (lambda () (flymake-start) (has "dangling-link")))
(replace-line 4 "supports: [mission]  # 🎯")
(wait "no finding once it is right" (lambda () (not (has "dangling-link"))))

(after "supports: [mi")
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (check (string-match-p "Good bread for all" (plist-get (plist-get hover :contents) :value))
         "the mission over its name"))

(replace-line 4 "supports: [mi]")
(after "supports: [mi")
(completion-at-point)
(check (equal (buffer-substring (line-beginning-position) (line-end-position)) "supports: [mission]")
       "the id is completed")
(replace-line 4 "supports: [mission]  # 🎯")

(after "supports: [mi")
(let ((definition (car (xref-backend-definitions 'eglot "LSP identifier at point."))))
  (check (string-suffix-p "/mission.yaml" (xref-location-group (xref-item-location definition)))
         "the name leads to its file"))

(after "# 🎯")
(insert "\nonwer: tom")
(eglot--signal-textDocument/didChange)
(wait "a finding on a misspelt field" (lambda () (has "unknown-field")))
(after "onw")
(let ((actions (eglot-code-actions (point) (point) "quickfix")))
  (eglot--apply-workspace-edit (plist-get (aref (vconcat actions) 0) :edit))
  (check (save-excursion (goto-char (point-min)) (search-forward "\nowner: tom" nil t)) "the fix is applied"))
(eglot--signal-textDocument/didChange)

(after "supports: [mi")
(eglot-rename "purpose")
(check (save-excursion (goto-char (point-min)) (search-forward "supports: [purpose]  # 🎯" nil t))
       "the link has the new id")

(dolist (buffer (buffer-list)) (with-current-buffer buffer (set-buffer-modified-p nil)))
(eglot-shutdown (eglot-current-server) nil 100)
(message "all of it holds")
