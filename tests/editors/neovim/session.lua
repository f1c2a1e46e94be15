-- What a person does in Neovim, one thing after the other; each prints what came of it.
local buffer = vim.api.nvim_get_current_buf()
local said = {}

local function say(subject, value)
  said[#said + 1] = subject .. ": " .. value
end

local function wait_until(subject, condition)
  if not vim.wait(30000, condition, 20) then
    say(subject, "timed out")
  end
end

local function lines()
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

local function place(pattern)
  for number, line in ipairs(lines()) do
    local column = line:find(pattern, 1, true)
    if column then
      return number, column - 1
    end
  end
end

local function codes()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    found[#found + 1] = one.code .. "@" .. (one.lnum + 1)
  end
  table.sort(found)
  return table.concat(found, " ")
end

wait_until("client", function()
  return #vim.lsp.get_clients({ bufnr = buffer, name = "reqon" }) == 1
end)
wait_until("diagnostics", function()
  return codes():find("RQ3003") ~= nil
end)
say("diagnostics", codes())

-- Complete the misspelt store: take the whole word away and ask what may stand there.
local row, column = place("ordrs")
vim.api.nvim_buf_set_text(buffer, row - 1, column, row - 1, column + 5, { "or" })
vim.api.nvim_win_set_cursor(0, { row, column + 2 })
local function request(method, more)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = "reqon" })[1]
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = client:request_sync(method, vim.tbl_extend("force", params, more or {}), 30000, buffer)
  return answer and answer.result
end
local completed = request("textDocument/completion")
local labels = {}
for _, item in ipairs(completed and (completed.items or completed) or {}) do
  labels[#labels + 1] = item.label
end
say("completion", labels[1] or "nothing")
vim.api.nvim_buf_set_text(buffer, row - 1, column, row - 1, column + 2, { "orders" })
wait_until("clean", function()
  return codes():find("RQ3003") == nil
end)
say("clean", tostring(codes():find("RQ3003") == nil))

-- Jump from the store's use to its declaration.
vim.api.nvim_win_set_cursor(0, { row, column + 1 })
vim.lsp.buf.definition()
wait_until("definition", function()
  return vim.api.nvim_win_get_cursor(0)[1] ~= row
end)
say("definition", vim.api.nvim_get_current_line():match("%S.*"))

-- Rename it where it is declared.
vim.lsp.buf.rename("invoices")
wait_until("rename", function()
  return place("-> invoices") ~= nil
end)
say("rename", tostring(place("store invoices") ~= nil and place("orders {") == nil))

-- Format what was indented by hand.
local crooked = place('get "/orders"')
vim.api.nvim_buf_set_text(buffer, crooked - 1, 0, crooked - 1, 8, { "        get  " })
vim.lsp.buf.format({ name = "reqon", timeout_ms = 30000 })
say("format", lines()[place('"/orders"')])

io.stdout:write(table.concat(said, "\n") .. "\n")
vim.cmd("qa!")
