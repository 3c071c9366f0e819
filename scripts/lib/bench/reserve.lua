-- Reservations over HTTP for wrk, each with an address and a key of its own; every answer but 201 is counted.
-- Arguments: PREFIX COHORTS TAG (cohorts PREFIX-1 … PREFIX-COHORTS; the tag keeps runs apart).
-- Prints one line: requests, microseconds, p50, p99 and longest latency in microseconds, answers other than 201, errors.

local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(args)
    prefix, cohorts, tag = args[1], tonumber(args[2]), args[3] .. "-" .. number
    sent, others, firstOther = 0, 0, ""
    math.randomseed(os.time() + number)
    head = "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\nContent-Type: application/json\r\n"
end

function request()
    sent = sent + 1
    local one = tag .. "-" .. sent
    local body = '{"name":"An Applicant","email":"' .. one .. '@example.org"}'
    return "POST /api/v1/cohorts/" .. prefix .. "-" .. math.random(cohorts) .. "/reservations HTTP/1.1\r\n" .. head
        .. "Idempotency-Key: " .. one .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function response(status, headers, body)
    if status ~= 201 then
        others = others + 1
        if firstOther == "" then firstOther = status .. " " .. body end
    end
end

function done(summary, latency)
    local others, errors = 0, summary.errors
    for _, thread in ipairs(threads) do
        others = others + thread:get("others")
        if thread:get("firstOther") ~= "" then io.stderr:write("  answered ", thread:get("firstOther"), "\n") end
    end
    print(string.format("figures %d %d %d %d %d %d %d",
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, others,
        errors.connect + errors.read + errors.write + errors.timeout))
end
