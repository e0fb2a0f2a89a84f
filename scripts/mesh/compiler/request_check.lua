-- Refuses what Envoy's transcoder would take in silence: a field that a message does not have, JSON
-- that is none, and a query parameter for a field that the path or the body already holds.
--
-- It runs only where a route asks for it: `refuse` names the fields that the query sets again, and
-- `message` is what the body should be. The body is read once, without building anything. With `events`
-- there is nothing to look at: see `events.lua`.
--
-- FIELDS[message][name] is the message inside a field, or "" for one that is taken as it is.

local find, byte, sub = string.find, string.byte, string.sub
local QUOTE, COMMA, OPEN_BRACE, OPEN_BRACKET = 34, 44, 123, 91
local MAX_DEPTH = 100

local function syntax(at)
  error({reason = "INVALID_JSON", field = "", text = "the body is not JSON at character " .. at})
end

local function skip_space(text, at)
  return find(text, "[^ \t\r\n]", at) or syntax(#text + 1)
end

local function after_string(text, at)
  local start = at
  while true do
    at = find(text, '["\\%c]', at + 1) or syntax(start)
    local found = byte(text, at)
    if found == QUOTE then return at + 1 end
    if found ~= 92 then syntax(at) end
    at = at + 1
  end
end

local function after_scalar(text, at)
  local _, last = find(text, "^-?%d[%d.eE+-]*", at)
  if not last then
    local _, word_end = find(text, "^%l+", at)
    local word = sub(text, at, word_end or at)
    if word ~= "true" and word ~= "false" and word ~= "null" then syntax(at) end
    last = word_end
  end
  return last + 1
end

local function unescaped(name)
  return (string.gsub(name, "\\u00(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local check

-- Checks the members of an object or array that opens at `at`; returns where it ends.
local function check_members(text, at, closing, message, path, depth)
  if depth > MAX_DEPTH then syntax(at) end
  local in_object, index = closing == "}", 0
  at = skip_space(text, at + 1)
  if sub(text, at, at) == closing then return at + 1 end
  while true do
    local inner, where = message, path
    if in_object then
      if byte(text, at) ~= QUOTE then syntax(at) end
      local name_end = after_string(text, at)
      local name = unescaped(sub(text, at + 1, name_end - 2))
      where = path == "" and name or path .. "." .. name
      if message ~= "" then
        inner = FIELDS[message][name]
        if not inner then
          local problem = "'" .. name .. "' is not a field of " .. message
          error({reason = "UNKNOWN_FIELD", field = where, text = problem})
        end
      end
      at = skip_space(text, name_end)
      if sub(text, at, at) ~= ":" then syntax(at) end
      at = at + 1
    else
      where = path .. "[" .. index .. "]"
      index = index + 1
    end
    at = skip_space(text, check(text, at, inner, where, depth))
    if sub(text, at, at) == closing then return at + 1 end
    if byte(text, at) ~= COMMA then syntax(at) end
    at = skip_space(text, at + 1)
  end
end

function check(text, at, message, path, depth)
  at = skip_space(text, at)
  local first = byte(text, at)
  if first == QUOTE then return after_string(text, at) end
  if first == OPEN_BRACE then return check_members(text, at, "}", message, path, depth + 1) end
  if first == OPEN_BRACKET then return check_members(text, at, "]", message, path, depth + 1) end
  return after_scalar(text, at)
end

local function check_body(text, message)
  local rest = find(text, "[^ \t\r\n]", check(text, 1, message, "", 0))
  if rest then syntax(rest) end
end

local function refuse(handle, problem)
  local found = handle:streamInfo():dynamicMetadata()
  found:set("mercado.request", "reason", problem.reason)
  found:set("mercado.request", "field", problem.field)
  handle:respond({[":status"] = "400"}, problem.text)
end

function envoy_on_request(handle)
  -- Read before the body is waited for: afterwards Envoy no longer lends the context.
  local context = handle:filterContext()
  if context:get("events") then return resume(handle) end
  local taken, message = context:get("refuse"), context:get("message")
  if taken then
    local text = "the query sets what the path or the body holds: " .. taken
    refuse(handle, {reason = "FIELD_SET_TWICE", field = taken, text = text})
    return
  end
  if not message then return end
  local body = handle:body()
  if not body then return end
  local text = body:getBytes(0, body:length())
  local ok, problem = pcall(check_body, text, message)
  if ok then return end
  if type(problem) ~= "table" then
    handle:logErr(tostring(problem))
    problem = {reason = "INVALID_JSON", field = "", text = "the body cannot be read"}
  end
  refuse(handle, problem)
end
