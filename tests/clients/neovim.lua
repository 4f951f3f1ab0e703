-- The language server in Neovim: findings while typing, hover, completion, a fix and a rename, by Neovim's own client.
-- GOALPOST is the program, ROOT a folder with the goals of tests/it/lsp/clients.rs.

local program, root = vim.env.GOALPOST, vim.env.ROOT

local function check(condition, what)
  if not condition then
    io.stderr:write("failed: " .. what .. "\n")
    vim.cmd("cquit 1")
  end
end

local function wait(what, condition)
  check(vim.wait(100000, condition, 20), what)
end

local function has(rule)
  for _, it in ipairs(vim.diagnostic.get(0)) do
    if it.code == rule then return true end
  end
  return false
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 100000)
  for _, answer in pairs(answers or {}) do
    check(answer.error == nil, method .. ": " .. vim.inspect(answer.error))
    return answer.result
  end
  check(false, "no answer to " .. method)
end

vim.cmd("edit " .. root .. "/bread.yaml")
local id = vim.lsp.start_client({ name = "goalpost", cmd = { program, "lsp" }, root_dir = root })
check(id ~= nil, "the server starts")
vim.lsp.buf_attach_client(0, id)

wait("a finding on the file", function() return has("dangling-link") end)
vim.api.nvim_buf_set_lines(0, 3, 4, false, { "supports: [mission]  # 🎯" })
wait("no finding once it is right", function() return not has("dangling-link") end)

vim.api.nvim_win_set_cursor(0, { 4, 13 })
local hover = ask("textDocument/hover", vim.lsp.util.make_position_params())
check(hover.contents.value:find("Good bread for all", 1, true), "the mission over its name")
local found = ask("textDocument/completion", vim.lsp.util.make_position_params())
check(found.items[1].label == "mission", "the id is completed")
local definition = ask("textDocument/definition", vim.lsp.util.make_position_params())
check(definition.uri:match("/mission.yaml$"), "the name leads to its file")

vim.api.nvim_buf_set_lines(0, 4, 4, false, { "onwer: tom" })
wait("a finding on a misspelt field", function() return has("unknown-field") end)
vim.api.nvim_win_set_cursor(0, { 5, 2 })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
local actions = ask("textDocument/codeAction", params)
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
check(vim.api.nvim_buf_get_lines(0, 4, 5, false)[1] == "owner: tom", "the fix is applied")

vim.api.nvim_win_set_cursor(0, { 4, 13 })
local rename = vim.lsp.util.make_position_params()
rename.newName = "purpose"
vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), "utf-16")
check(vim.api.nvim_buf_get_lines(0, 3, 4, false)[1] == "supports: [purpose]  # 🎯", "the link has the new id")

io.stdout:write("all of it holds\n")
vim.cmd("qall!")
