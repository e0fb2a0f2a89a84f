-- Makes the events of a stream resumable: what a message has as its `resume_token` becomes the id of
-- its event, and the id that a client saw last (`last-event-id`) the `resume_token` of the request.
--
-- It is one script with `request_check.lua`, which calls `resume` where a route asks for events: when
-- the answer comes, the route is another one, and what it says of this filter is nothing.
-- See https://html.spec.whatwg.org/multipage/server-sent-events.html.

local find, byte, sub = string.find, string.byte, string.sub
local QUOTE, OPEN_BRACE, OPEN_BRACKET = 34, 123, 91

local function end_of_string(text, at)
  while true do
    at = find(text, '["\\]', at + 1)
    if not at or byte(text, at) == QUOTE then return at end
    at = at + 1
  end
end

-- The token of a message; nil if it has none, or one that would have to be unescaped.
local function token_of(json)
  local depth, at = 0, find(json, '["{}%[%]]')
  while at do
    local first = byte(json, at)
    if first == QUOTE then
      local last = end_of_string(json, at)
      if not last then return nil end
      if depth == 1 and sub(json, at, last) == '"resumeToken"' then
        local _, _, token = find(json, '^%s*:%s*"([^"\\%c]+)"', last + 1)
        if token then return token end
      end
      at = last
    else
      depth = depth + ((first == OPEN_BRACE or first == OPEN_BRACKET) and 1 or -1)
    end
    at = find(json, '["{}%[%]]', at + 1)
  end
end

local function with_id(event)
  local token = token_of(event)
  return token and "id: " .. token .. "\n" .. event or event
end

local function escaped(text)
  return (string.gsub(text, "[^%w%-._~]", function(c) return string.format("%%%02X", byte(c)) end))
end

-- The path with the token in its query, in place of one that is there.
local function resumed(path, token)
  local before, query = string.match(path, "^([^?]*)%??(.*)$")
  local kept = {}
  for parameter in string.gmatch(query, "[^&]+") do
    local name = string.match(parameter, "^[^=]*")
    if name ~= "resume_token" and name ~= "resumeToken" then kept[#kept + 1] = parameter end
  end
  kept[#kept + 1] = "resume_token=" .. escaped(token)
  return before .. "?" .. table.concat(kept, "&")
end

function resume(handle)
  local headers = handle:headers()
  local token = headers:get("last-event-id")
  if token and token ~= "" then
    headers:replace(":path", resumed(headers:get(":path"), token))
  end
end

function envoy_on_response(handle)
  local headers = handle:headers()
  -- A failure before the first message is JSON, as everywhere.
  if not find(headers:get("content-type") or "", "^text/event%-stream") then return end
  headers:replace("cache-control", "no-cache")
  local left = ""
  for chunk in handle:bodyChunks() do
    local text, events, start = left .. chunk:getBytes(0, chunk:length()), {}, 1
    while true do
      local blank, last = find(text, "\n\n", start, true)
      if not blank then break end
      events[#events + 1] = with_id(sub(text, start, last))
      start = last + 1
    end
    left = sub(text, start)
    chunk:setBytes(table.concat(events))
  end
end
