-- Questions for benches/web/load: phrases, words and filters put together by chance, always the same ones.
local kind = os.getenv("KIND") or "page"
local phrases = { "生态环境", "依法行政", "营商环境", "乡村振兴", "科技创新", "行政复议", "脱贫攻坚", "放管服", "社会保障",
  "安全生产", "粮食安全", "公共服务", "监督管理", "法律责任", "人民政府", "固定资产投资", "高质量发展", "改革开放" }
local words = { "教育", "医疗", "住房", "就业", "养老", "水利", "交通", "能源", "农业", "工业", "财政", "税收", "金融", "环保" }
math.randomseed(7)

local function escaped(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end))
end

local function any(list) return list[math.random(#list)] end

function request()
  local query
  if kind == "words" then
    query = any(words) .. " " .. any(words)
  else
    query = '"' .. any(phrases) .. '" ' .. any(words)
  end
  local path = "/search?q=" .. escaped(query)
  if kind == "narrowed" then path = path .. "&year=" .. math.random(1990, 2015) .. ".." .. math.random(2016, 2025) end
  if kind == "api" then path = "/api/v1" .. path end
  return wrk.format("GET", path, { ["Accept-Encoding"] = "gzip" })
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%s: %.0f requests/s, p50 %.1f ms, p99 %.1f ms, errors %d\n", kind,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
