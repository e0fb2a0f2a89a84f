-- Refuses a JSON body with a field that its message does not have.
--
-- Envoy's transcoder drops such fields in silence. This reads the body once, without building
-- anything, and compares the names of its objects with the messages of the contract. It leaves
-- everything else that can be wrong with JSON to the transcoder.
--
-- FIELDS[message][name] is the message inside a field, or "" for one that is taken as it is.

local find, byte, sub = string.find, string.byte, string.sub
local QUOTE, COMMA, OPEN_BRACE, OPEN_BRACKET = 34, 44, 123, 91

local function after_string(text, at)
  repeat
    at = find(text, '["\\]', at + 1)
    if not at then error("syntax") end
    local escape = byte(text, at) ~= QUOTE
    if escape then at = at + 1 end
  until not escape
  return at + 1
end

local function skip_space(text, at)
  return find(text, "[^ \t\r\n]", at) or error("syntax")
end

local function unescaped(name)
  return (string.gsub(name, "\\u00(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local check

-- Checks the members of an object or array that opens at `at`; returns where it ends.
local function check_members(text, at, closing, message, path)
  local in_object, index = closing == "}", 0
  at = skip_space(text, at + 1)
  if sub(text, at, at) == closing then return at + 1 end
  while true do
    local inner, where = message, path
    if in_object then
      if byte(text, at) ~= QUOTE then error("syntax") end
      local name_end = after_string(text, at)
      local name = unescaped(sub(text, at + 1, name_end - 2))
      where = path == "" and name or path .. "." .. name
      if message ~= "" then
        inner = FIELDS[message][name]
        if not inner then error({field = where, name = name, message = message}) end
      end
      at = skip_space(text, name_end)
      if sub(text, at, at) ~= ":" then error("syntax") end
      at = at + 1
    else
      where = path .. "[" .. index .. "]"
      index = index + 1
    end
    at = skip_space(text, check(text, at, inner, where))
    if sub(text, at, at) == closing then return at + 1 end
    if byte(text, at) ~= COMMA then error("syntax") end
    at = skip_space(text, at + 1)
  end
end

function check(text, at, message, path)
  at = skip_space(text, at)
  local first = byte(text, at)
  if first == QUOTE then return after_string(text, at) end
  if first == OPEN_BRACE then return check_members(text, at, "}", message, path) end
  if first == OPEN_BRACKET then return check_members(text, at, "]", message, path) end
  return find(text, "[%]},%s]", at) or #text + 1
end

function envoy_on_request(handle)
  local message = handle:filterContext():get("message")
  local body = handle:body()
  if not message or not body then return end
  local ok, problem = pcall(check, body:getBytes(0, body:length()), 1, message, "")
  if not ok and type(problem) == "table" then
    local found = handle:streamInfo():dynamicMetadata()
    found:set("mercado.body", "field", problem.field)
    handle:respond(
      {[":status"] = "400"},
      "'" .. problem.name .. "' is not a field of " .. problem.message
    )
  end
end
