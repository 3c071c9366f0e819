-- Looks certificates up over HTTP for wrk, at random among the IDs of a file.
-- Argument: FILE (IDs as printed, one a line).
-- Prints one line: requests, microseconds, p50 and p99 in milliseconds, answers other than 200 and errors.

local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(args)
    requests = {}
    for id in io.lines(args[1]) do
        table.insert(requests, "GET /api/v1/certificates/" .. id .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
            .. "\r\n\r\n")
    end
    math.randomseed(os.time() + number)
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format("figures %d %d %.2f %.2f %d", summary.requests, summary.duration,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
