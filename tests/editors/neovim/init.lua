vim.filetype.add({ extension = { vague = "vague", reqon = "vague" } })
vim.lsp.config("reqon", {
  cmd = vim.split(vim.env.REQON_COMMAND or "reqon lsp", " "),
  filetypes = { "vague" },
  root_markers = { "reqon.toml", ".git" },
})
vim.lsp.enable("reqon")
